import type { ListedDistribution } from './account';
import { type AwsOperation, byPath, pageOf, type Service } from './api';
import { element, elements, type Xml } from './xml';

const MAX_PAGE = 100;

const listDistributions: AwsOperation = {
  permission: 'cloudfront:ListDistributions',
  matches: byPath('GET', /^\/2020-05-31\/distribution$/),
  run: ({ query }, { account, pageSize }) => {
    const size = Math.min(Number(query.get('MaxItems') ?? MAX_PAGE), pageSize ?? MAX_PAGE);
    const { items, next } = pageOf(account.distributions, query.get('Marker'), size);
    const document = element(
      'DistributionList',
      element('Marker', query.get('Marker') ?? ''),
      ...(next === undefined ? [] : [element('NextMarker', next)]),
      element('MaxItems', size),
      element('IsTruncated', next !== undefined),
      element('Quantity', items.length),
      element('Items', elements(items.map(summary))),
    );
    return { kind: 'xml', document };
  },
};

function summary({ id, domainName, aliases, enabled, functionVersions }: ListedDistribution): Xml {
  const [first, ...others] = functionVersions;
  const behaviours = others.map((arn) => element('CacheBehavior', element('PathPattern', '/x'), associations([arn])));
  return element(
    'DistributionSummary',
    element('Id', id),
    element('Status', 'Deployed'),
    element('DomainName', domainName),
    element(
      'Aliases',
      element('Quantity', aliases.length),
      element('Items', ...aliases.map((name) => element('CNAME', name))),
    ),
    element('DefaultCacheBehavior', associations(first === undefined ? [] : [first])),
    element('CacheBehaviors', element('Quantity', behaviours.length), element('Items', ...behaviours)),
    element('Enabled', enabled),
  );
}

function associations(arns: readonly string[]): Xml {
  return element(
    'LambdaFunctionAssociations',
    element('Quantity', arns.length),
    element(
      'Items',
      ...arns.map((arn) =>
        element(
          'LambdaFunctionAssociation',
          element('LambdaFunctionARN', arn),
          element('EventType', 'origin-request'),
          element('IncludeBody', false),
        ),
      ),
    ),
  );
}

/** CloudFront: the distributions of the account. */
export const cloudFront: Service = { format: 'xml', operations: [listDistributions] };
