import type { Answer, Policy } from '../discovery/policy';
import type { DomainDeclaration } from '../tenants/declaration';
import type { Website } from '../website';
import { array, type Code, call, calledNames, objectSource, printObject, text } from './source-text';

/** The parts of a tenant's file that onboarding knows. */
export interface TenantDraft {
  readonly name: string;
  readonly discovery: Policy;
  readonly domains: readonly (readonly [string, DomainDeclaration])[];
  /** A comment over the declaration. */
  readonly remark?: string;
}

/** The text of `tenants/<id>.ts`: it passes the schema, and the formatter changes nothing in it. */
export function renderTenantSource({ name, discovery, domains, remark }: TenantDraft): string {
  const fields: readonly (readonly [string, Code])[] = [
    ['name', text(name)],
    ['discovery', policyCode(discovery)],
  ];
  const domainFields = domains.map(([domain, declared]) => [domain, domainCode(declared)] as const);
  const names = ['tenant', ...[...fields, ...domainFields].flatMap(([, code]) => calledNames(code))];
  const imports = [...new Set(names)].sort();
  const head = printObject(fields, 0).replace(/\}$/, '');
  return [
    importLine(imports),
    '',
    ...(remark === undefined ? [] : [`/** ${remark} */`]),
    `export default tenant(${head}  domains: ${printObject(domainFields, 2)},`,
    '});',
    '',
  ].join('\n');
}

/** Domains as lines for an existing tenant's file, each with its own policy, so that the file's does not matter. */
export function renderDomains({ discovery, domains }: TenantDraft): readonly string[] {
  const fields = domains.map(([domain, declared]) => [domain, domainCode({ discovery, ...declared })] as const);
  return printObject(fields, 0).split('\n').slice(1, -1);
}

const MAX_IMPORT_LINE = 120;

function importLine(names: readonly string[]): string {
  const line = `import { ${names.join(', ')} } from 'signpost';`;
  return line.length <= MAX_IMPORT_LINE
    ? line
    : `import {\n${names.map((name) => `  ${name},`).join('\n')}\n} from 'signpost';`;
}

function policyCode({ rules, otherwise }: Policy): Code {
  const ruleCodes = rules.map(({ when, answer }) => {
    const conditions: (readonly [string, Code])[] = [];
    if (when.families) conditions.push(['families', array(when.families.map(text))]);
    if (when.share !== undefined) conditions.push(['share', { kind: 'text', text: String(when.share) }]);
    return objectSource([
      ['when', objectSource(conditions)],
      ['answer', answerCode(answer)],
    ]);
  });
  return objectSource([
    ['rules', array(ruleCodes)],
    ['otherwise', answerCode(otherwise)],
  ]);
}

function answerCode(answer: Answer): Code {
  switch (answer.kind) {
    case 'redirect': {
      const path = answer.path === undefined ? [] : [objectSource([['path', text(answer.path)]])];
      return call('redirect', text(answer.cluster), ...path);
    }
    case 'serve':
      return call(
        'serve',
        text(answer.cluster),
        objectSource([
          ['path', text(answer.path)],
          ['enrollment', text(answer.enrollment)],
        ]),
      );
    case 'refuse':
      return call('refuse', text(answer.message));
    case 'absent':
      return call('absent');
  }
}

function domainCode({ dns, discovery, ...rest }: DomainDeclaration): Code {
  const website = 'website' in rest ? [['website', websiteCode(rest.website)] as const] : [];
  const own = discovery ? [['discovery', policyCode(discovery)] as const] : [];
  return objectSource([['dns', dnsCode(dns)], ...website, ...own]);
}

function dnsCode(dns: DomainDeclaration['dns']): Code {
  switch (dns.kind) {
    case 'route53':
      return call('route53', text(dns.zoneId));
    case 'external':
      return call('external', objectSource([['certificateArn', text(dns.certificateArn)]]));
    case 'elsewhere':
      return call('elsewhere');
  }
}

function websiteCode(website: Website): Code {
  switch (website.kind) {
    case 'none':
      return call('none');
    case 'redirect':
      return call('redirectTo', text(website.to));
    case 'passThrough':
      return call('passThrough', text(website.origin));
  }
}
