import { EVENT_DAYS, keys, OVERRIDDEN_STATE, TTL_ATTRIBUTE } from '../../contract/table';
import type { Registration } from '../../core/registration/registration';
import { GRACE_DAYS } from '../../core/tenants/plan-declaration';
import type { DomainRecord, EventRecord, OverrideRecord, ServerRecord, TenantRecord } from '../../core/tenants/records';

/** An item of the table, as a plain object. */
export type Item = Record<string, unknown>;

const DAY_SECONDS = 24 * 3600;

export function tenantItem(record: TenantRecord): Item {
  return { ...keys.tenant(record.id), ...keys.tenantList(record.id), ...record };
}

/** A released domain is forgotten with the grace of its tenant: then it is as free as one that never was. */
export function domainItem(record: DomainRecord): Item {
  const { releasedAt } = record;
  const expiresAt = releasedAt === undefined ? undefined : epochSeconds(releasedAt) + GRACE_DAYS * DAY_SECONDS;
  return { ...keys.domain(record.name), ...record, [TTL_ATTRIBUTE]: expiresAt };
}

export function overrideItem(record: OverrideRecord): Item {
  return {
    ...keys.override(record.tenant, record.target),
    ...keys.state(OVERRIDDEN_STATE, record.tenant),
    ...record,
    [TTL_ATTRIBUTE]: epochSeconds(record.until),
  };
}

export function eventItem(record: EventRecord): Item {
  return {
    ...keys.event(record.tenant, record.time, record.id),
    ...record,
    [TTL_ATTRIBUTE]: epochSeconds(record.time) + EVENT_DAYS * DAY_SECONDS,
  };
}

/** All attributes of a server's item that are the declaration's; the rest of the item belongs to its registration. */
export function serverAttributes(record: ServerRecord): Readonly<Record<string, unknown>> {
  const { name, tenant, token, onOverwrite, declared, override, releasedAt, answersUntil, version } = record;
  return { name, tenant, token, onOverwrite, declared, override, releasedAt, answersUntil, version };
}

export function parseTenant(item: Item): TenantRecord {
  const fields = readFields(item, ['id', 'name', 'channel', 'domains', 'servers', 'stackId', 'requests', 'version']);
  return { ...fields, ...optional(item, ['releasedAt', 'graceUntil']) } as unknown as TenantRecord;
}

export function parseDomain(item: Item): DomainRecord {
  const fields = readFields(item, ['name', 'tenant', 'decidedBy', 'declared', 'version']);
  return { ...fields, ...optional(item, DISCOVERY_TARGET) } as unknown as DomainRecord;
}

export function parseServerItem(item: Item): ServerRecord {
  const fields = readFields(item, ['name', 'tenant', 'token', 'onOverwrite', 'declared', 'version']);
  return { ...fields, ...optional(item, DISCOVERY_TARGET) } as unknown as ServerRecord;
}

/** The registration on a server's item, if one was ever written. */
export function parseRegistration({ registration }: Item): Registration | undefined {
  return registration as Registration | undefined;
}

export function parseOverride(item: Item): OverrideRecord {
  const fields = readFields(item, ['tenant', 'target', 'policy', 'by', 'why', 'since', 'until']);
  return fields as unknown as OverrideRecord;
}

export function parseEvent(item: Item): EventRecord {
  const fields = readFields(item, ['tenant', 'time', 'id', 'action', 'by', 'changes']);
  return { ...fields, ...optional(item, ['why']) } as unknown as EventRecord;
}

const DISCOVERY_TARGET = ['override', 'releasedAt', 'answersUntil'];

/** Only these fields, all of which must be there: what we wrote ourselves is not checked further. */
function readFields(item: Item, names: readonly string[]): Record<string, unknown> {
  const missing = names.filter((name) => item[name] === undefined);
  if (missing.length > 0) throw new Error(`Item ${String(item['sk'])} lacks ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, item[name]]));
}

function optional(item: Item, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
}

function epochSeconds(time: string): number {
  return Math.ceil(Date.parse(time) / 1000);
}

/** A key or another attribute that is a string. */
export function textField(attribute: unknown): string | undefined {
  return typeof attribute === 'string' ? attribute : undefined;
}
