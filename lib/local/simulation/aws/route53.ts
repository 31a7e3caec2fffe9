import type { AwsAccount, HostedZone, RecordSet } from './account';
import { type ApiError, type AwsOperation, apiError, byPath, pageOf, type Service } from './api';
import { element, elements, type Xml } from './xml';

const MAX_ZONES = 100;
const MAX_RECORDS = 300;

/** Zones from a name on, in the order of their reversed labels; several zones may have one name. */
// rule: control.route53-order
const listHostedZonesByName: AwsOperation = {
  permission: 'route53:ListHostedZonesByName',
  matches: byPath('GET', /^\/2013-04-01\/hostedzonesbyname$/),
  run: ({ query }, { account, pageSize }) => {
    const start = query.get('dnsname') ?? '';
    const from = query.get('hostedzoneid');
    const sorted = [...account.zones].sort((a, b) => compareNames(a.name, b.name) || (a.id < b.id ? -1 : 1));
    const rest = sorted.filter(({ name, id }) => {
      const order = compareNames(name, dotted(start));
      return order > 0 || (order === 0 && (from === null || id >= from));
    });
    const size = Math.min(Number(query.get('maxitems') ?? MAX_ZONES), pageSize ?? MAX_ZONES);
    const { items, next } = pageOf(rest, undefined, size);
    const following = next === undefined ? undefined : rest[Number(next)];
    const document = element(
      'ListHostedZonesByNameResponse',
      element('HostedZones', elements(items.map(zoneElement))),
      element('IsTruncated', following !== undefined),
      ...(following ? [element('NextDNSName', following.name), element('NextHostedZoneId', following.id)] : []),
      element('MaxItems', size),
    );
    return { kind: 'xml', document };
  },
};

const getHostedZone: AwsOperation = {
  permission: 'route53:GetHostedZone',
  matches: byPath('GET', /^\/2013-04-01\/hostedzone\/([A-Z0-9]+)$/),
  run: (_request, { account }, [id = '']) => {
    const zone = zoneOf(account, id);
    if (!zone) return noSuchZone(id);
    // rule: control.route53-private
    const delegation = zone.private
      ? []
      : [
          element(
            'DelegationSet',
            element('NameServers', ...zone.nameServers.map((name) => element('NameServer', name))),
          ),
        ];
    return { kind: 'xml', document: element('GetHostedZoneResponse', zoneElement(zone), ...delegation) };
  },
};

const listResourceRecordSets: AwsOperation = {
  permission: 'route53:ListResourceRecordSets',
  matches: byPath('GET', /^\/2013-04-01\/hostedzone\/([A-Z0-9]+)\/rrset$/),
  run: ({ query }, { account, pageSize }, [id = '']) => {
    const zone = zoneOf(account, id);
    if (!zone) return noSuchZone(id);
    const start = dotted(query.get('name') ?? '');
    const type = query.get('type') ?? '';
    const rest = [...zone.records]
      .sort((a, b) => compareNames(a.name, b.name) || (a.type < b.type ? -1 : 1))
      .filter(
        (record) =>
          start === '.' || compareNames(record.name, start) > 0 || (record.name === start && record.type >= type),
      );
    const size = Math.min(Number(query.get('maxitems') ?? MAX_RECORDS), pageSize ?? MAX_RECORDS);
    const { items, next } = pageOf(rest, undefined, size);
    const following = next === undefined ? undefined : rest[Number(next)];
    const document = element(
      'ListResourceRecordSetsResponse',
      element('ResourceRecordSets', elements(items.map(recordElement))),
      element('IsTruncated', following !== undefined),
      ...(following ? [element('NextRecordName', following.name), element('NextRecordType', following.type)] : []),
      element('MaxItems', size),
    );
    return { kind: 'xml', document };
  },
};

function zoneOf({ zones }: AwsAccount, id: string): HostedZone | undefined {
  return zones.find((zone) => zone.id === id);
}

function noSuchZone(id: string): ApiError {
  return apiError(404, 'NoSuchHostedZone', `No hosted zone found with ID: ${id}`);
}

function zoneElement(zone: HostedZone): Xml {
  return element(
    'HostedZone',
    element('Id', `/hostedzone/${zone.id}`),
    element('Name', zone.name),
    element('CallerReference', zone.id),
    element('Config', element('PrivateZone', zone.private)),
    element('ResourceRecordSetCount', zone.records.length),
  );
}

function recordElement({ name, type, values, aliasTarget }: RecordSet): Xml {
  const content =
    aliasTarget === undefined
      ? [
          element('TTL', 300),
          element(
            'ResourceRecords',
            ...(values ?? []).map((value) => element('ResourceRecord', element('Value', value))),
          ),
        ]
      : [
          element(
            'AliasTarget',
            element('HostedZoneId', 'Z2FDTNDATAQYW2'),
            element('DNSName', aliasTarget),
            element('EvaluateTargetHealth', false),
          ),
        ];
  return element('ResourceRecordSet', element('Name', name), element('Type', type), ...content);
}

function dotted(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

function compareNames(a: string, b: string): number {
  const [one, other] = [reversed(a), reversed(b)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** `com.acme.` for `acme.com.`: a name comes right before those below it. */
function reversed(name: string): string {
  return `${name.replace(/\.$/, '').split('.').reverse().join('.')}.`;
}

/** Route 53: hosted zones and their records, read only. */
export const route53Service: Service = {
  format: 'xml',
  operations: [listHostedZonesByName, getHostedZone, listResourceRecordSets],
};
