import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { problem } from '../../core/problems';
import { failed, type Result } from '../../core/result';
import { callAws } from './errors';

/** Who the credentials are. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
}

/** Asks who the credentials are. Problem codes: `aws.*`. */
export function identifyCaller(client: STSClient): Promise<Result<Caller>> {
  return callAws('sts:GetCallerIdentity', async () => {
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
    return { account: Account ?? '', arn: Arn ?? '' };
  });
}

/** The caller, if it is of the account that the configuration names. Problem codes: `aws.*`. */
export async function identifyCallerOf(client: STSClient, account: string | undefined): Promise<Result<Caller>> {
  const caller = await identifyCaller(client);
  if (!caller.ok || account === undefined || caller.value.account === account) return caller;
  const message = `Cannot work in account ${caller.value.account}: the credentials are of it; expected account ${account}, as signpost.config.ts says`;
  return failed(problem('aws.wrong-account', message));
}
