import { observedValue } from '../observation';
import type { DomainDeclaration } from '../tenants/declaration';
import type { Website } from '../website';
import { bestCertificate } from './certificate';
import { dnsSetupOf } from './dns-setup';
import type { PlanFacts } from './facts';
import { adviseWebsite } from './website';

/** How a domain's DNS could be declared, judging by the facts; nothing where a person must decide. */
export function suggestDns(facts: PlanFacts): DomainDeclaration['dns'] | undefined {
  const dns = dnsSetupOf(facts);
  if (dns.kind === 'route53') return { kind: 'route53', zoneId: dns.zoneId };
  const certificate = bestCertificate(observedValue(facts.aws.certificates) ?? []);
  return certificate?.state === 'issued' ? { kind: 'external', certificateArn: certificate.arn } : undefined;
}

/** How the website could be declared, judging by the facts; nothing where a person must decide. */
export function suggestWebsite(facts: PlanFacts): Website | undefined {
  const advice = adviseWebsite(facts);
  switch (advice.kind) {
    case 'none':
      return { kind: 'none' };
    case 'redirect':
      return { kind: 'redirect', to: advice.to };
    case 'passThrough':
    case 'undecided':
      return undefined;
  }
}

/** Reads `none`, an https URL (a redirect) or a host name (passed through). */
export function parseWebsite(word: string): Website | undefined {
  if (word === 'none') return { kind: 'none' };
  if (/^https:\/\//i.test(word)) return URL.canParse(word) ? { kind: 'redirect', to: word } : undefined;
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(word) ? { kind: 'passThrough', origin: word.toLowerCase() } : undefined;
}
