import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../../backend/registration/ports';
import type { Message } from '../../core/checks/status';
import { definitionOf } from '../../core/problems';

/** SNS takes 100 characters of ASCII. [documented] */
const MAX_SUBJECT = 100;

/** Sends a message to the stage's topic; rejects where the topic does not take it. */
export function createTopicMessenger(client: SNSClient, topicArn: string): (message: Message) => Promise<void> {
  return async ({ subject, body }) => {
    const Subject = subject.replace(/[^\x20-\x7e]/g, '?').slice(0, MAX_SUBJECT);
    await client.send(new PublishCommand({ TopicArn: topicArn, Subject, Message: body }));
  };
}

/** Sends notices to the stage's topic; rejects where the topic does not take them. */
export function createAlarmNotifier(client: SNSClient, topicArn: string, stage: string): Notifier {
  const send = createTopicMessenger(client, topicArn);
  return async (notice) => {
    const { title, meaning, remedy } = definitionOf(notice.code);
    const server = 'server' in notice ? `${notice.tenant}/${notice.server}: ` : '';
    const lines = [
      notice.message,
      '',
      `${meaning} ${remedy}`,
      '',
      `Code: ${notice.code}`,
      `Time: ${timeText(notice.at)}`,
    ];
    await send({ subject: `Signpost ${stage}: ${server}${title}`, body: lines.join('\n') });
  };
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
