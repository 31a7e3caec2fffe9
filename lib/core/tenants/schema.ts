import { z } from 'zod';
import { parseDomainName } from '../discovery/domain-name';
import { FAMILIES } from '../discovery/family';
import { CHANNELS, LOCAL_STAGE, type PolicyDeclaration } from './declaration';
import { ID } from './tenant-id';

/**
 * The one schema of everything that is written in code or comes over the API. Each error text says what was wanted;
 * `read-fleet.ts` puts the place and the value before it.
 */

const ACM_ARN = /^arn:aws:acm:us-east-1:\d{12}:certificate\/[0-9A-Za-z-]+$/;
const SECRET_ARN = /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/;
const TOPIC_ARN = /^arn:aws:sns:us-east-1:\d{12}:[\w-]{1,256}$/;
/** Absolute path of visible ASCII. `//` and `\` would let the URL parser change the host. */
const PATH = /^\/(?![/\\])[\x21-\x22\x24-\x5b\x5d-\x7e]*$/;

const MAX_RULES = 50;
const MAX_SERVERS = 20;
const MAX_DOMAINS = 450;

/** An object with these fields and no others. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? `one of the fields ${names.join(', ')}` : 'an object'),
  });
}

function text(wanted: string, maxLength: number) {
  return z.string(wanted).min(1, wanted).max(maxLength, `${wanted} of at most ${maxLength} characters`);
}

function matching(expression: RegExp, wanted: string) {
  return z.string(wanted).regex(expression, wanted);
}

/** A domain in its one spelling. */
export const domainName = z.string('a domain such as acme.example').transform((value, context) => {
  const parsed = parseDomainName(value);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: 'a domain such as acme.example' });
  return z.NEVER;
});

/** An https URL without credentials or fragment; `extra` may refuse more. */
function httpsUrl(wanted: string, extra: (url: URL) => boolean = () => true) {
  return z.string(wanted).refine((value) => {
    if (!URL.canParse(value) || value.includes('#')) return false;
    const url = new URL(value);
    const plain = url.protocol === 'https:' && url.username === '' && url.password === '';
    return plain && parseDomainName(url.hostname).ok && extra(url);
  }, wanted);
}

const path = matching(PATH, 'a path that begins with one "/", without "#" or spaces').max(
  1000,
  'a path of at most 1,000 characters',
);
const clusterName = matching(ID, 'the name of a cluster in clusters.ts');

const answerSchema = z.discriminatedUnion(
  'kind',
  [
    fields({ kind: z.literal('redirect'), cluster: clusterName, path: path.optional() }),
    fields({
      kind: z.literal('serve'),
      cluster: clusterName,
      path,
      enrollment: z.enum(['byod', 'adde'], '"byod" or "adde"'),
    }),
    fields({
      kind: z.literal('refuse'),
      message: text('a message for the person', 500),
      description: text('a description for the log', 500).optional(),
    }),
    fields({ kind: z.literal('absent') }),
  ],
  'redirect(…), serve(…), refuse(…) or absent()',
);

const whenSchema = fields({
  families: z
    .array(z.enum(FAMILIES, `one of ${FAMILIES.join(', ')}`), 'a list of families')
    .min(1, 'at least one family')
    .optional(),
  share: z
    .number('a number from 0 to 100')
    .min(0, 'a number from 0 to 100')
    .max(100, 'a number from 0 to 100')
    .optional(),
}).refine(
  (when) => when.families !== undefined || when.share !== undefined,
  'families or share: without a condition the answer belongs into `otherwise`',
);

/** A policy as declared, or put in force by an override. */
export const policySchema: z.ZodType<PolicyDeclaration> = fields({
  rules: z
    .array(fields({ when: whenSchema, answer: answerSchema }), 'a list of rules')
    .max(MAX_RULES, `at most ${MAX_RULES} rules`),
  otherwise: answerSchema,
  salt: text('a word', 64).optional(),
});

const route53Schema = fields({
  kind: z.literal('route53'),
  zoneId: matching(/^Z[A-Z0-9]{1,31}$/, 'the id of a hosted zone such as Z0123456789ABC'),
});
const externalSchema = fields({
  kind: z.literal('external'),
  certificateArn: matching(ACM_ARN, 'the ARN of an ACM certificate in us-east-1'),
});
const ownDnsSchema = z.discriminatedUnion('kind', [route53Schema, externalSchema], 'route53(…) or external(…)');
const dnsSchema = z.discriminatedUnion(
  'kind',
  [route53Schema, externalSchema, fields({ kind: z.literal('elsewhere') })],
  'route53(…), external(…) or elsewhere()',
);

const websiteSchema = z.discriminatedUnion(
  'kind',
  [
    fields({ kind: z.literal('none') }),
    fields({
      kind: z.literal('redirect'),
      to: httpsUrl('an https URL without query', (url) => url.search === '')
        .max(1000, 'a URL of at most 1,000 characters')
        .transform((to) => new URL(to).href),
    }),
    fields({ kind: z.literal('passThrough'), origin: domainName }),
  ],
  'none(), redirectTo(…) or passThrough(…)',
);

const domainSchema = fields({
  dns: dnsSchema,
  website: websiteSchema.optional(),
  discovery: policySchema.optional(),
  decide: z.enum(['edge', 'backend'], '"edge" or "backend"').optional(),
}).superRefine(({ dns, website, decide }, context) => {
  if (dns.kind === 'elsewhere' && decide !== undefined) {
    context.addIssue({
      code: 'custom',
      path: ['decide'],
      message: "nothing, as an elsewhere() domain's own web server decides",
    });
  }
  if (dns.kind !== 'elsewhere' && !website) {
    context.addIssue({
      code: 'custom',
      path: ['website'],
      message: 'none(), redirectTo(…) or passThrough(…): a front takes over all traffic of its domain',
    });
  }
  if (dns.kind === 'elsewhere' && website) {
    context.addIssue({
      code: 'custom',
      path: ['website'],
      message: 'nothing, as an elsewhere() domain keeps its own web server',
    });
  }
});

const serverSchema = fields({
  token: z.discriminatedUnion(
    'kind',
    [
      fields({ kind: z.literal('shared'), secretArn: matching(SECRET_ARN, 'the ARN of a secret in Secrets Manager') }),
      fields({ kind: z.literal('owned') }),
    ],
    'shared(…) or owned()',
  ),
  onOverwrite: z.enum(['report', 'restore'], '"report" or "restore"').optional(),
  fallback: policySchema.optional(),
});

function atMost(count: number, what: string) {
  return [(value: object) => Object.keys(value).length <= count, `at most ${count} ${what}`] as const;
}

/** The default export of `tenants/<id>.ts`. */
export const tenantSchema = fields({
  name: text("the organisation's name", 100),
  channel: z.enum(CHANNELS, CHANNELS.map((channel) => `"${channel}"`).join(' or ')).optional(),
  discovery: policySchema,
  domains: z.record(z.string(), domainSchema, 'an object of domains').refine(...atMost(MAX_DOMAINS, 'domains')),
  servers: z
    .record(
      matching(ID, 'a server name of lower-case letters, digits and hyphens'),
      serverSchema,
      'an object of servers',
    )
    .refine(...atMost(MAX_SERVERS, 'servers'))
    .optional(),
});

/** The default export of `clusters.ts`. */
export const clustersSchema = z.record(
  matching(ID, 'a cluster name of lower-case letters, digits and hyphens'),
  fields({
    url: httpsUrl('an https URL with a host name, without credentials or "#"').max(
      1000,
      'a URL of at most 1,000 characters',
    ),
    description: text('a description', 200).optional(),
  }),
  'an object of clusters',
);

const consoleSchema = fields({
  domain: domainName,
  dns: ownDnsSchema,
  clientId: text('the client id that the OpenID provider knows the console by', 200),
  providerOrigins: z
    .array(
      httpsUrl(
        'an https origin such as https://auth.acme.example',
        (url) => url.pathname === '/' && url.search === '',
      ).transform((origin) => new URL(origin).origin),
      'a list of origins',
    )
    .max(5, 'at most 5 origins')
    .optional(),
});

/** The default export of `signpost.config.ts`. */
export const configSchema = fields({
  stage: matching(/^[a-z][a-z0-9-]{0,14}[a-z0-9]$/, 'a stage of 2 to 16 lower-case letters, digits and hyphens'),
  account: matching(/^\d{12}$/, 'an AWS account of 12 digits').optional(),
  discoveryDomain: domainName.optional(),
  discoveryDns: ownDnsSchema.optional(),
  openIdIssuer: httpsUrl('the https URL of an OpenID provider').optional(),
  openIdAudience: text('the audience of access tokens', 200).optional(),
  console: consoleSchema.optional(),
  alarmTopicArn: matching(TOPIC_ARN, 'the ARN of an SNS topic in us-east-1').optional(),
  edge: fields({
    stable: z.int('a version number of the edge function').min(1, 'a version number of the edge function').optional(),
  }).optional(),
  tags: z.record(z.string(), text('a value', 256), 'an object of tags').optional(),
}).superRefine(({ stage, account, discoveryDomain, discoveryDns, openIdIssuer }, context) => {
  if (stage === LOCAL_STAGE) return;
  const needed = { account, discoveryDomain, discoveryDns, openIdIssuer };
  for (const [field, value] of Object.entries(needed)) {
    if (value === undefined) {
      context.addIssue({ code: 'custom', path: [field], message: `a value, as the stage is not "${LOCAL_STAGE}"` });
    }
  }
});
