import { randomUUID } from 'node:crypto';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import type { Log } from '../log';

/** The host at which the SDK calls SNS. */
export const SNS_HOST = 'sns.us-east-1.amazonaws.com';

/** SNS on this machine: accepts every message and delivers none; the log shows that there was one, but not its text. */
// rule: sns.publish
export function topicsHost(log: Log): (request: Pick<OriginRequest, 'body'>) => OriginAnswer {
  return ({ body }) => {
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const topic = form.get('TopicArn');
    if (form.get('Action') !== 'Publish' || topic === null) return xml(400, refusal());
    log({ source: 'topic', topic });
    return xml(200, published(randomUUID()));
  };
}

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/';

function published(id: string): string {
  return `<PublishResponse xmlns="${NAMESPACE}"><PublishResult><MessageId>${id}</MessageId></PublishResult><ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></PublishResponse>`;
}

function refusal(): string {
  return `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>InvalidAction</Code><Message>Only Publish is imitated.</Message></Error></ErrorResponse>`;
}

function xml(status: number, body: string): OriginAnswer {
  return { status, fields: [['Content-Type', 'text/xml']], body };
}
