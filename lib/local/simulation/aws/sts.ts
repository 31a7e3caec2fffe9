import type { AwsOperation, Service } from './api';
import { element } from './xml';

const getCallerIdentity: AwsOperation = {
  permission: 'sts:GetCallerIdentity',
  matches: ({ body }) => (new URLSearchParams(body).get('Action') === 'GetCallerIdentity' ? [] : undefined),
  run: (_request, { account }) => ({
    kind: 'xml',
    document: element(
      'GetCallerIdentityResponse',
      element(
        'GetCallerIdentityResult',
        element('Arn', account.callerArn),
        element('UserId', 'AROAEXAMPLE:operator'),
        element('Account', account.id),
      ),
    ),
  }),
};

/** STS: who is calling. */
export const sts: Service = { format: 'xml', operations: [getCallerIdentity] };
