import type { ResolvedPolicy } from '../../lib/core/discovery/policy';

/** The domain of every snippet under test. */
export const SNIPPET_DOMAIN = 'customer.example';

const cluster = (host: string, rest = '/.well-known/com.apple.remotemanagement') =>
  ({ kind: 'redirect', url: `https://${host}${rest}` }) as const;
const serve = { kind: 'serve', baseUrl: 'https://na1.mdm.example/enroll/byod?x=1&y=2', version: 'mdm-byod' } as const;
const refuse = { kind: 'refuse', message: 'It\'s "closed" – 5 $ a \\ call %d `now` {env.HOME} #1\nBye' } as const;

/** Policies by what is special about them. */
export const SNIPPET_POLICIES: Readonly<Record<string, ResolvedPolicy>> = {
  'a redirect': { salt: 's', rules: [], otherwise: cluster('na1.mdm.example') },
  'a target with a query of its own': {
    salt: 's',
    rules: [],
    otherwise: cluster('eu1.mdm.example', '/discover%20y/$x?realm=eu%26'),
  },
  'families on two MDMs': {
    salt: 's',
    rules: [
      { when: { families: ['Mac'] }, answer: cluster('mac1.macs.example') },
      { when: { families: ['RealityDevice'] }, answer: refuse },
      { when: { families: ['Watch', 'AppleTV'] }, answer: { kind: 'absent' } },
      { when: { families: ['Mac', 'iPad'] }, answer: cluster('eu1.mdm.example', '/d?realm=eu') },
    ],
    otherwise: cluster('na1.mdm.example'),
  },
  'a document for some, a redirect for others': {
    salt: 's',
    rules: [{ when: { families: ['iPhone'] }, answer: serve }],
    otherwise: cluster('na1.mdm.example'),
  },
  'two documents of one MDM': {
    salt: 's',
    rules: [
      {
        when: { families: ['Mac'] },
        answer: { kind: 'serve', baseUrl: 'https://na1.mdm.example/enroll/mac', version: 'mdm-adde' },
      },
    ],
    otherwise: { kind: 'serve', baseUrl: 'https://na1.mdm.example/enroll/ios', version: 'mdm-adde' },
  },
  'a document': { salt: 's', rules: [], otherwise: serve },
  'a refusal': { salt: 's', rules: [], otherwise: refuse },
  'nothing at all': { salt: 's', rules: [], otherwise: { kind: 'absent' } },
  'a staged migration': {
    salt: 's',
    rules: [{ when: { share: 25 }, answer: cluster('eu1.mdm.example') }],
    otherwise: cluster('na1.mdm.example'),
  },
  'a finished migration of some': {
    salt: 's',
    rules: [
      { when: { families: ['Mac'], share: 100 }, answer: cluster('mac1.macs.example') },
      { when: { share: 0 }, answer: refuse },
    ],
    otherwise: cluster('na1.mdm.example'),
  },
};

/** What a server that cannot count is to follow: a share of all users is no condition, a smaller one is left out. */
export function withoutCounting(policy: ResolvedPolicy): ResolvedPolicy {
  const rules = policy.rules
    .filter(({ when }) => when.share === undefined || when.share === 100)
    .map(({ when: { families }, answer }) => ({ when: families ? { families } : {}, answer }));
  return { ...policy, rules };
}

/** Raw queries as devices send them, and some that no device sends. */
export const SNIPPET_QUERIES: readonly string[] = [
  'user-identifier=user@customer.example&model-family=iPhone',
  'user-identifier=user@customer.example&model-family=Mac',
  'model-family=iPad&user-identifier=a+b@customer.example',
  "user-identifier=o'neil%20x%2By@customer.example&model-family=RealityDevice",
  'user-identifier=%C3%BCser@customer.example&model-family=Watch',
  'user-identifier=user@customer.example',
  'user-identifier=user@customer.example&model-family=Macintosh',
  'user-identifier=a/b?c:d;e,f(g)*!$1~%25%26@customer.example&x-model-family=Mac',
  'a=%1&b=$2&c=\\3&d={query}',
  '',
];
