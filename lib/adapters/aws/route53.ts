import {
  GetHostedZoneCommand,
  type HostedZone,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { RecordFacts, ZoneFacts } from '../../core/onboarding/facts';
import { ok, type Result } from '../../core/result';
import { callAws } from './errors';

/** Every hosted zone that could hold the domain: of its own name and of its parents, public and private. Problem codes: `aws.*`. */
export async function findZones(client: Route53Client, domain: string): Promise<Result<readonly ZoneFacts[]>> {
  const zones: ZoneFacts[] = [];
  for (const name of namesUpwards(domain)) {
    const found = await zonesNamed(client, name);
    if (!found.ok) return found;
    for (const zone of found.value) {
      const facts = await observeZone(client, zone, domain);
      if (!facts.ok) return facts;
      zones.push(facts.value);
    }
  }
  return ok(zones);
}

/** The domain, then its parents, as long as they have two labels. */
function namesUpwards(domain: string): readonly string[] {
  const labels = domain.split('.');
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

/** The SDK has no paginator for this call: the list goes on behind the zones of the name, so it ends with them. */
async function zonesNamed(client: Route53Client, name: string): Promise<Result<readonly HostedZone[]>> {
  return callAws('route53:ListHostedZonesByName', async () => {
    const zones: HostedZone[] = [];
    let next: { DNSName?: string; HostedZoneId?: string } | undefined = { DNSName: name };
    while (next) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(client, next);
      zones.push(...(page.HostedZones ?? []).filter((zone) => withoutDot(zone.Name ?? '') === name));
      const goesOn: boolean = page.IsTruncated === true && withoutDot(page.NextDNSName ?? '') === name;
      next = goesOn ? { DNSName: page.NextDNSName, HostedZoneId: page.NextHostedZoneId } : undefined;
    }
    return zones;
  });
}

function listPage(client: Route53Client, from: { DNSName?: string; HostedZoneId?: string }) {
  return client.send(new ListHostedZonesByNameCommand(from));
}

async function observeZone(client: Route53Client, zone: HostedZone, domain: string): Promise<Result<ZoneFacts>> {
  const id = (zone.Id ?? '').replace(/^\/hostedzone\//, '');
  const detail = await callAws('route53:GetHostedZone', () => client.send(new GetHostedZoneCommand({ Id: id })));
  if (!detail.ok) return detail;
  const records = await recordsOf(client, id, domain);
  if (!records.ok) return records;
  return ok({
    id,
    name: withoutDot(zone.Name ?? ''),
    private: zone.Config?.PrivateZone === true,
    nameServers: (detail.value.DelegationSet?.NameServers ?? []).map(withoutDot).sort(),
    records: records.value,
  });
}

/** Records of the domain itself: the list is sorted, so it ends where another name begins. */
function recordsOf(client: Route53Client, zoneId: string, domain: string): Promise<Result<readonly RecordFacts[]>> {
  return callAws('route53:ListResourceRecordSets', async () => {
    const records: RecordFacts[] = [];
    let next: RecordStart | undefined = { StartRecordName: domain };
    while (next) {
      const page: Awaited<ReturnType<typeof listRecords>> = await listRecords(client, zoneId, next);
      const sets = page.ResourceRecordSets ?? [];
      const here = sets.filter(({ Name }) => withoutDot(Name ?? '') === domain);
      records.push(...here.map(readRecord));
      next = page.IsTruncated === true && here.length === sets.length ? startAfter(page) : undefined;
    }
    return records;
  });
}

type RecordStart = Omit<ListResourceRecordSetsCommandInput, 'HostedZoneId'>;

function listRecords(client: Route53Client, zoneId: string, start: RecordStart) {
  return client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...start }));
}

function startAfter({
  NextRecordName,
  NextRecordType,
  NextRecordIdentifier,
}: ListResourceRecordSetsCommandOutput): RecordStart {
  return {
    StartRecordName: NextRecordName,
    StartRecordType: NextRecordType,
    StartRecordIdentifier: NextRecordIdentifier,
  };
}

function readRecord(recordSet: ResourceRecordSet): RecordFacts {
  const { Type, ResourceRecords, AliasTarget } = recordSet;
  const values = (ResourceRecords ?? []).flatMap(({ Value }) => Value ?? []);
  const common = { type: Type ?? '', values, recordSet: { ...recordSet } };
  return AliasTarget ? { ...common, alias: withoutDot(AliasTarget.DNSName ?? '') } : common;
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
