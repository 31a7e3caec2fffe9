import type { AwsAccount } from './account';
import { type ApiError, type AwsOperation, apiError, byPath, pageOf, type Service } from './api';

const MAX_PAGE = 50;

const listVersions: AwsOperation = {
  permission: 'lambda:ListVersionsByFunction',
  matches: byPath('GET', /^\/2015-03-31\/functions\/([^/]+)\/versions$/),
  run: ({ query }, { account, pageSize }, [name = '']) => {
    const found = account.functions.get(name);
    if (!found) return missing(account, name);
    // rule: control.lambda-latest-listed
    const versions = ['$LATEST', ...found.versions.map(String)];
    const { items, next } = pageOf(versions, query.get('Marker'), pageSize ?? MAX_PAGE);
    const described = items.map((Version) => ({
      FunctionName: name,
      FunctionArn: `${arnOf(account, name)}:${Version}`,
      Version,
    }));
    return { kind: 'json', document: { Versions: described, ...(next === undefined ? {} : { NextMarker: next }) } };
  },
};

const deleteFunction: AwsOperation = {
  permission: 'lambda:DeleteFunction',
  matches: byPath('DELETE', /^\/2015-03-31\/functions\/([^/]+)$/),
  run: ({ query }, { account }, [name = '']) => {
    const found = account.functions.get(name);
    const version = Number(query.get('Qualifier'));
    const index = found?.versions.indexOf(version) ?? -1;
    if (!found || index < 0) return missing(account, `${name}:${query.get('Qualifier')}`);
    // rule: control.lambda-replicas
    if (found.replicated.has(version) || usersOf(account, name, version).length > 0) {
      return apiError(
        400,
        'InvalidParameterValueException',
        `Lambda was unable to delete ${arnOf(account, name)}:${version} because it is a replicated function.`,
      );
    }
    found.versions.splice(index, 1);
    return { kind: 'nothing' };
  },
};

function usersOf(account: AwsAccount, name: string, version: number) {
  const arn = `${arnOf(account, name)}:${version}`;
  return account.distributions.filter(({ functionVersions }) => functionVersions.includes(arn));
}

function arnOf({ id }: AwsAccount, name: string): string {
  return `arn:aws:lambda:us-east-1:${id}:function:${name}`;
}

function missing(account: AwsAccount, name: string): ApiError {
  return apiError(404, 'ResourceNotFoundException', `Function not found: ${arnOf(account, name)}`);
}

/** Lambda: the versions of a function. */
export const lambda: Service = { format: 'json', operations: [listVersions, deleteFunction] };
