import type { Fleet } from '../../core/tenants/fleet';
import type { OriginAnswer, OriginRequest } from '../cloudfront/ask-origin';
import { fieldOf } from '../http-message';
import type { SecretsManager } from './secrets-manager';

const OWN_HOST = 'secretsmanager.us-east-1.amazonaws.com';

/** The hosts at which the SDK calls Secrets Manager: us-east-1, and the regions of shared tokens. */
export function secretsHosts({ tenants }: Fleet): readonly string[] {
  const arns = tenants.flatMap(({ servers }) =>
    servers.flatMap(({ token }) => (token.kind === 'shared' ? [token.secretArn] : [])),
  );
  return [...new Set([OWN_HOST, ...arns.map((arn) => `secretsmanager.${arn.split(':')[3]}.amazonaws.com`)])];
}

/** Secrets Manager as a host of the local cloud. */
// rule: secretsmanager.values
export function secretsHost({ answer }: SecretsManager): (request: OriginRequest) => OriginAnswer {
  return ({ fields, body }) => {
    const reply = answer(fieldOf(fields, 'x-amz-target') ?? '', Buffer.from(body).toString('utf8'));
    return { ...reply, fields: [['Content-Type', 'application/x-amz-json-1.1']] };
  };
}
