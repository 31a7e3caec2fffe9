import type { Certificate, CustomResource, DnsRecord, RegionalFunction, Schedule, Table } from '../deployment';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../json';

/** Reads a function whose code is among the assets, or nothing. */
export function readFunction(
  properties: JsonObject,
  arn: string,
  assets: ReadonlyMap<string, string>,
): RegionalFunction | undefined {
  const directory = assets.get(textOf(objectOf(properties['Code'])['S3Key']) ?? '');
  if (directory === undefined) return undefined;
  return {
    arn,
    name: arn.split(':').at(-1) ?? arn,
    directory,
    handler: textOf(properties['Handler']) ?? '',
    // rule: lambda.defaults
    memoryMegabytes: Number(properties['MemorySize'] ?? 128),
    timeoutSeconds: Number(properties['Timeout'] ?? 3),
    environment: textsOf(objectOf(properties['Environment'])['Variables']),
    runtime: textOf(properties['Runtime']) ?? '',
    architecture: listOf(properties['Architectures']).map(textOf)[0] ?? 'x86_64',
    // rule: lambda.asynchronous-retries
    asynchronousRetries: 2,
  };
}

export function readTable(properties: JsonObject, name: string): Table {
  return {
    name,
    attributes: listOf(properties['AttributeDefinitions']).map(objectOf),
    key: listOf(properties['KeySchema']).map(objectOf),
    indexes: listOf(properties['GlobalSecondaryIndexes'])
      .map(objectOf)
      .map((index) => ({
        name: textOf(index['IndexName']) ?? '',
        key: listOf(index['KeySchema']).map(objectOf),
        projection: objectOf(index['Projection']),
      })),
    timeToLive: textOf(objectOf(properties['TimeToLiveSpecification'])['AttributeName']),
  };
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { minute: 60, hour: 3600, day: 86_400 };

/** Reads what a rule of EventBridge invokes, and how often; nothing where its schedule is not a rate. */
// rule: events.rate
export function readSchedules(
  properties: JsonObject,
  place: Pick<Schedule, 'ruleArn' | 'accountId'>,
): readonly Schedule[] | undefined {
  const [, count, unit = ''] =
    /^rate\((\d{1,6}) (minute|hour|day)s?\)$/.exec(textOf(properties['ScheduleExpression']) ?? '') ?? [];
  const everySeconds = Number(count) * (UNIT_SECONDS[unit] ?? 0);
  if (!(everySeconds > 0)) return undefined;
  return listOf(properties['Targets'])
    .map(objectOf)
    .map((target) => ({ ...place, everySeconds, functionArn: textOf(target['Arn']) ?? '' }));
}

/** The place of a custom resource. */
type Place = Pick<CustomResource, 'stack' | 'accountId' | 'logicalId' | 'type' | 'retained'>;

export function readCustomResource(properties: JsonObject, place: Place): CustomResource {
  return {
    ...place,
    serviceToken: textOf(properties['ServiceToken']) ?? '',
    // rule: custom-resource.timeout
    timeoutSeconds: Number(properties['ServiceTimeout'] ?? 3600),
    properties: objectOf(asTexts(properties)),
  };
}

// rule: custom-resource.properties
function asTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asTexts);
  if (!isObject(value)) return textOf(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asTexts(field)]));
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(objectOf(value)).map(([name, field]) => [name, textOf(field) ?? '']));
}

export function certificateResource(properties: JsonObject, arn: string): Certificate {
  const names = [properties['DomainName'], ...listOf(properties['SubjectAlternativeNames'])];
  return { arn, names: [...new Set(names.map(dnsName))] };
}

export function readRecord(properties: JsonObject): DnsRecord {
  const target = objectOf(properties['AliasTarget']);
  return {
    name: dnsName(properties['Name']),
    type: textOf(properties['Type']) ?? '',
    target: dnsName(target['DNSName']),
    targetZoneId: textOf(target['HostedZoneId']) ?? '',
  };
}

/** Lower case, without the dot at the end. */
function dnsName(value: unknown): string {
  return (textOf(value) ?? '').toLowerCase().replace(/\.$/, '');
}
