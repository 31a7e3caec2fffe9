import { observedValue, unknownReason } from '../../observation';
import { bestCertificate } from '../certificate';
import { reportCertificate } from '../certificate-report';
import { distributionOf, isFront } from '../distribution';
import { dnsSetupOf } from '../dns-setup';
import type { PlanFacts } from '../facts';
import { formatRecord } from '../records';
import { type PlanStep, type StepState, step, unknownStep } from '../step';
import { adviseWebsite, websiteExpression } from '../website';

/** The certificate: created by the stack where the DNS is in Route 53, requested beforehand elsewhere. */
export function certificateSteps(facts: PlanFacts): readonly PlanStep[] {
  const dns = dnsSetupOf(facts);
  if (dns.kind === 'elsewhere') return [];
  const { domain, zone, aws, lookups, now } = facts;
  const title = 'A certificate';
  if (dns.kind === 'route53') {
    const expected = 'the stack requests it and adds its record';
    return [
      step('certificate', {
        title,
        mover: 'wait',
        state: 'done',
        expected,
        found: 'nothing to do before the deployment',
      }),
    ];
  }
  const expected = 'an issued certificate in us-east-1, its record kept in DNS';
  const reason = unknownReason(aws.certificates);
  const request = `npx signpost certificate request ${domain}`;
  if (reason !== undefined) {
    const paste = dns.kind === 'external' ? [request] : [];
    return [unknownStep('certificate', { title, mover: 'platform', expected, paste }, reason)];
  }
  const certificates = observedValue(aws.certificates) ?? [];
  const named = namedCertificate(facts);
  const best = named === undefined ? bestCertificate(certificates) : certificates.find(({ arn }) => arn === named);
  if (named !== undefined && !best) {
    const found = `the tenant's file names ${named}, which this account does not have`;
    return [step('certificate', { title, mover: 'platform', state: 'blocked', expected, found, paste: [request] })];
  }
  if (best?.state !== 'issued' && best?.state !== 'pending') {
    const found = best ? (reportCertificate({ domain, zone, certificates, lookups, now }).sentences[0] ?? '') : 'none';
    return [step('certificate', { title, mover: 'platform', state: 'to-do', expected, found, paste: [request] })];
  }
  const report = reportCertificate({ domain, zone, certificates: [best], lookups, now });
  const [found = '', ...notes] = report.sentences;
  const open = report.records.filter(({ verdict }) => verdict.kind !== 'right');
  const waits = best.state === 'pending' && open.length === 0;
  return [
    step('certificate', {
      title,
      mover: waits ? 'wait' : 'customer',
      state: certificateState(report.settled, waits),
      // The customer adds the record; the platform team has the certificate.
      expected: open.length > 0 ? "the certificate's record kept in DNS" : expected,
      found,
      paste: open.flatMap(formatRecord),
      notes,
    }),
  ];
}

/** The certificate that the tenant's file names. */
function namedCertificate({ declared }: PlanFacts): string | undefined {
  const domain = declared?.domain;
  return domain?.kind === 'front' && domain.dns?.kind === 'external' ? domain.dns.certificateArn : undefined;
}

function certificateState(settled: boolean, waits: boolean): StepState {
  if (settled) return 'done';
  return waits ? 'waiting' : 'to-do';
}

/** The tenant's file. */
export function declarationSteps(facts: PlanFacts): readonly PlanStep[] {
  const { declared, domain } = facts;
  const common = {
    title: "The tenant's file",
    mover: 'platform',
    expected: `a file in tenants/ with ${domain}`,
  } as const;
  if (declared) return [step('declaration', { ...common, state: 'done', found: `tenants/${declared.tenant.id}.ts` })];
  return [step('declaration', { ...common, state: 'to-do', found: 'none', paste: [newCommand(facts)] })];
}

function newCommand(facts: PlanFacts): string {
  const website = websiteExpression(adviseWebsite(facts));
  const answer = website === undefined ? ' --website <none | https://www.… | host name>' : '';
  return `npx signpost new <id> --domain ${facts.domain}${answer} --cluster <name>`;
}

/** The customer's own server, where they keep it. */
export function serverSteps(facts: PlanFacts): readonly PlanStep[] {
  if (dnsSetupOf(facts).kind !== 'elsewhere') return [];
  const { rollUp } = facts.diagnosis.verdict;
  const { findings } = facts.diagnosis;
  const [first] = findings.filter(({ severity }) => severity === 'error');
  const common = {
    title: "One rule on the customer's web server",
    mover: 'customer',
    expected: 'the well-known path answered, the query kept',
  } as const;
  if (rollUp === 'unknown') return [unknownStep('server', common, facts.diagnosis.verdict.sentence)];
  return [
    step('server', {
      ...common,
      state: first ? 'to-do' : 'done',
      found: first ? `${first.title}: ${first.found}` : 'it answers as declared',
      paste: first ? [`npx signpost snippet ${facts.domain} --for nginx`] : [],
      notes: first ? [first.remedy] : [],
    }),
  ];
}

/** The tenant's stack. */
export function deploymentSteps(facts: PlanFacts): readonly PlanStep[] {
  const dns = dnsSetupOf(facts);
  if (dns.kind === 'elsewhere') return [];
  const { aws, declared, names } = facts;
  const common = {
    title: 'The front',
    mover: 'platform',
    expected: `the stack ${names.stack ?? 'of the tenant'}, deployed`,
  } as const;
  const mine = distributionOf(facts);
  if (mine && isFront(facts, mine))
    return [step('deployment', { ...common, state: 'done', found: `distribution ${mine.id}` })];
  const deploy = declared ? [`npx cdk deploy ${names.stack ?? ''} -c tenant=${declared.tenant.id}`] : [];
  const reason = unknownReason(aws.distributions);
  if (reason !== undefined) return [unknownStep('deployment', { ...common, paste: deploy }, reason)];
  if (!declared) return [step('deployment', { ...common, state: 'waiting', found: "the tenant's file comes first" })];
  const issued =
    dns.kind === 'route53' || observedValue(aws.certificates)?.some(({ state }) => state === 'issued') === true;
  if (!issued) return [step('deployment', { ...common, state: 'waiting', found: 'the certificate comes first' })];
  return [step('deployment', { ...common, state: 'to-do', found: 'not deployed', paste: deploy })];
}

/** What only the customer's administrator can do or see. */
export function appleSteps({ domain, declared }: PlanFacts): readonly PlanStep[] {
  const servers = declared?.tenant.servers.length ?? 0;
  const common = {
    title: "In Apple's portal",
    mover: 'apple',
    expected: `${domain} verified, Managed Apple Accounts, the MDM as the default for Mac, Apple Vision Pro, iPhone and iPad`,
    notes: [
      `npx signpost guide ${declared?.tenant.id ?? '<id>'} prints the administrator's list.`,
      ...(servers > 0 ? ['The ADDE URL is registered once the tenant is declared to the backend.'] : []),
    ],
  } as const;
  return [unknownStep('apple', common, "Apple's portal shows it to administrators only")];
}

/** Whether devices get the declared answer, checked from the internet. */
export function servingSteps(facts: PlanFacts): readonly PlanStep[] {
  const { verdict, findings } = facts.diagnosis;
  const common = {
    title: 'Devices find their MDM',
    mover: 'wait',
    expected: 'the declared answer for every device',
  } as const;
  if (verdict.rollUp === 'unknown') return [unknownStep('serving', common, verdict.sentence)];
  if (verdict.rollUp === 'serving' && facts.declared)
    return [step('serving', { ...common, state: 'done', found: verdict.sentence })];
  const [first] = findings;
  const notes = first ? [`${first.title}. ${first.remedy}`] : [];
  // From the internet one cannot see which step blocks a front, but that waiting does not help.
  if (verdict.rollUp === 'stuck' && dnsSetupOf(facts).kind === 'unknown')
    return [step('serving', { ...common, mover: 'platform', state: 'blocked', found: verdict.sentence, notes })];
  return [
    step('serving', { ...common, state: 'waiting', found: verdict.sentence, notes: facts.declared ? notes : [] }),
  ];
}
