import type { Answer } from 'dns-packet';
import type { CaaRecord, DelegationFacts, HostFacts, Lookup, ServiceBinding } from '../../core/doctor/facts';
import { absentFact, type Observation, observed, observedValue, unknown } from '../../core/observation';
import type { DnsReply, Resolver } from '../dns/resolver';
import { decodeServiceBinding } from '../dns/service-binding';

const MAX_ALIASES = 12;

/** Looks up addresses, follows aliases that the resolver left open, and distinguishes a DNSSEC failure from others. */
export async function resolveAddresses(resolver: Resolver, host: string, type: 'A' | 'AAAA'): Promise<HostFacts['a']> {
  const aliases: string[] = [];
  let name = host;
  for (;;) {
    const reply = await resolver.ask({ name, type });
    if (reply.kind !== 'observed') return reply;
    const { code, answers } = reply.value;
    if (code !== 'NOERROR' && code !== 'NXDOMAIN')
      return observed(await describeFailure(resolver, name, type, reply.value));
    const followed = followAliases(name, answers);
    aliases.push(...followed.aliases);
    if (followed.loops || aliases.length > MAX_ALIASES) return observed({ status: 'alias-loop', aliases, records: [] });
    const records = answers.flatMap((answer) =>
      answer.type === type && same(answer.name, followed.end) ? [String(answer.data)] : [],
    );
    if (records.length > 0) return observed({ status: 'answer', aliases, records });
    if (code === 'NXDOMAIN') return observed({ status: 'no-name', aliases, records });
    // A resolver that followed the alias says what is at its end; a server that did not leaves that to us.
    if (followed.aliases.length === 0) return observed({ status: 'no-records', aliases, records });
    if (aliases.indexOf(followed.end) < aliases.length - 1)
      return observed({ status: 'alias-loop', aliases, records: [] });
    name = followed.end;
  }
}

function followAliases(start: string, answers: readonly Answer[]): { aliases: string[]; end: string; loops: boolean } {
  const aliases: string[] = [];
  let end = start;
  for (;;) {
    const alias = answers.find((answer) => answer.type === 'CNAME' && same(answer.name, end));
    if (alias?.type !== 'CNAME') return { aliases, end, loops: false };
    const target = alias.data.toLowerCase();
    if (same(target, start) || aliases.includes(target))
      return { aliases: [...aliases, target], end: target, loops: true };
    aliases.push(target);
    end = target;
  }
}

async function describeFailure(
  resolver: Resolver,
  name: string,
  type: 'A' | 'AAAA',
  failed: DnsReply,
): Promise<Lookup> {
  const detail = [failed.code, failed.extendedError].filter(Boolean).join(', ');
  const unchecked = observedValue(await resolver.ask({ name, type, checkingDisabled: true }));
  const bogus = failed.code === 'SERVFAIL' && unchecked?.code === 'NOERROR';
  return { status: bogus ? 'bogus' : 'server-failure', aliases: [], records: [], detail };
}

/** HTTPS records (RFC 9460), which Apple's devices ask for beside the addresses. */
export async function resolveServiceBindings(resolver: Resolver, host: string): Promise<HostFacts['serviceBindings']> {
  const reply = await resolver.ask({ name: host, type: 'HTTPS' });
  if (reply.kind !== 'observed') return reply;
  const bindings = reply.value.answers.flatMap(readServiceBinding);
  return bindings.length === 0 ? absentFact : observed(bindings);
}

/** dns-packet hands unknown types over as bytes. */
function readServiceBinding(answer: Answer): ServiceBinding[] {
  const { type, data }: { type: string; data?: unknown } = answer;
  if (type !== 'UNKNOWN_65' || !Buffer.isBuffer(data)) return [];
  try {
    return [decodeServiceBinding(data)];
  } catch {
    return [];
  }
}

/** The zone that the domain is in, its name servers, and the CAA records in force. */
export async function observeDelegation(resolver: Resolver | undefined, domain: string): Promise<DelegationFacts> {
  if (!resolver) {
    const none = unknown('the local cloud has no DNS');
    return { zone: none, nameServers: none, caa: none };
  }
  const [zone, nameServers, caa] = await Promise.all([
    observeZone(resolver, domain),
    observeNameServers(resolver, domain),
    observeCaa(resolver, domain),
  ]);
  return { zone, nameServers, caa };
}

/** Asks for a name that does not exist: its denial comes with the SOA record of the zone (RFC 2308, section 3). */
async function observeZone(resolver: Resolver, domain: string): Promise<Observation<string>> {
  const reply = await resolver.ask({ name: `signpost-zone-check.${domain}`, type: 'SOA' });
  if (reply.kind !== 'observed') return reply;
  const soa = [...reply.value.authorities, ...reply.value.answers].find(({ type }) => type === 'SOA');
  return soa ? observed(soa.name.toLowerCase()) : unknown('the resolver does not say which zone it is');
}

/** The name servers of a zone, sorted, in lower case. */
export async function observeNameServers(resolver: Resolver, domain: string): Promise<Observation<string[]>> {
  const reply = await resolver.ask({ name: domain, type: 'NS' });
  if (reply.kind !== 'observed') return reply;
  const servers = reply.value.answers.flatMap((answer) => (answer.type === 'NS' ? [answer.data.toLowerCase()] : []));
  return servers.length === 0 ? absentFact : observed(servers.sort());
}

/** Climbs until a record set is found (RFC 8659, section 3). */
async function observeCaa(resolver: Resolver, domain: string): Promise<DelegationFacts['caa']> {
  const labels = domain.split('.');
  for (let index = 0; index < labels.length; index += 1) {
    const name = labels.slice(index).join('.');
    const reply = await resolver.ask({ name, type: 'CAA' });
    if (reply.kind !== 'observed') return reply;
    if (!['NOERROR', 'NXDOMAIN'].includes(reply.value.code))
      return unknown(`the CAA lookup fails (${reply.value.code})`);
    const records = reply.value.answers.flatMap(readCaa);
    if (records.length > 0) return observed({ name, records });
  }
  return absentFact;
}

function readCaa(answer: Answer): CaaRecord[] {
  if (answer.type !== 'CAA') return [];
  const { tag, value, issuerCritical } = answer.data;
  return [{ tag: tag.toLowerCase(), value, critical: issuerCritical === true }];
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
