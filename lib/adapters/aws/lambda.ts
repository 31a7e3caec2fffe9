import { DeleteFunctionCommand, type LambdaClient, paginateListVersionsByFunction } from '@aws-sdk/client-lambda';
import { type Problem, problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { callAws } from './errors';

/** The numbered versions of a function. Problem codes: `edge.function-missing`, `aws.*`. */
export function listVersions(client: LambdaClient, functionName: string): Promise<Result<readonly number[]>> {
  return callAws<readonly number[]>(
    'lambda:ListVersionsByFunction',
    async () => {
      const numbers: number[] = [];
      for await (const { Versions } of paginateListVersionsByFunction({ client }, { FunctionName: functionName })) {
        numbers.push(...(Versions ?? []).map(({ Version }) => Number(Version)).filter(Number.isInteger));
      }
      return numbers;
    },
    (name) => (name === 'ResourceNotFoundException' ? failed(functionMissing(functionName)) : undefined),
  );
}

/**
 * Deletes one version; one that is gone already is no problem. Problem codes: `edge.replicas-remain`, `aws.*`.
 */
export async function deleteVersion(
  client: LambdaClient,
  functionName: string,
  version: number,
): Promise<Result<void>> {
  return callAws<void>(
    'lambda:DeleteFunction',
    async () => {
      await client.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier: String(version) }));
    },
    (name) => {
      if (name === 'ResourceNotFoundException') return ok(undefined);
      // Lambda's word for a version that is still replicated. [documented]
      return name === 'InvalidParameterValueException' ? failed(replicasRemain(functionName, version)) : undefined;
    },
  );
}

function functionMissing(functionName: string): Problem {
  return problem(
    'edge.function-missing',
    `Cannot list the versions of "${functionName}": there is no such function; expected the edge function of the stage`,
  );
}

function replicasRemain(functionName: string, version: number): Problem {
  return problem(
    'edge.replicas-remain',
    `Cannot delete version ${version} of "${functionName}": CloudFront still has replicas of it; expected none`,
  );
}
