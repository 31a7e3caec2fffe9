import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { definitionOf } from '../core/problems';
import type { Notifier } from './registration/ports';

/** SNS takes 100 characters of ASCII. [documented] */
const MAX_SUBJECT = 100;

/** Tells people by the stage's topic; rejects where the topic does not take it. */
export function createAlarmNotifier(client: SNSClient, topicArn: string, stage: string): Notifier {
  return async (notice) => {
    const { title, meaning, remedy } = definitionOf(notice.code);
    const server = 'server' in notice ? `${notice.tenant}/${notice.server}: ` : '';
    const subject = `Signpost ${stage}: ${server}${title}`.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_SUBJECT);
    const lines = [
      notice.message,
      '',
      `${meaning} ${remedy}`,
      '',
      `Code: ${notice.code}`,
      `Time: ${timeText(notice.at)}`,
    ];
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject: subject, Message: lines.join('\n') }));
  };
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
