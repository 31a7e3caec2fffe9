import { followPolicy } from '../../../lib/core/onboarding/snippet/followed-policy';
import { SNIPPET_SERVERS, type SnippetServerName, writeSnippet } from '../../../lib/core/onboarding/snippet/snippet';
import { plainBody } from '../../../lib/core/onboarding/snippet/text';
import { SNIPPET_DOMAIN, SNIPPET_POLICIES } from '../../support/snippet-policies';

const NAMES = Object.keys(SNIPPET_SERVERS) as SnippetServerName[];
const policy = (name: string) => {
  const found = SNIPPET_POLICIES[name];
  if (!found) throw new Error(`no policy "${name}"`);
  return found;
};
const textOf = (name: string, server: SnippetServerName) =>
  writeSnippet(SNIPPET_DOMAIN, policy(name), server)
    .parts.map(({ text }) => text)
    .join('\n');

describe('followPolicy', () => {
  test('gives each family the first rule that names it, and groups those with the same answer', () => {
    const { groups, leftOut } = followPolicy(policy('families on two MDMs'));
    expect(groups.map(({ families, answer }) => [families.join(' '), answer.kind])).toEqual([
      ['AppleTV Watch', 'absent'],
      ['iPad', 'redirect'],
      ['Mac', 'redirect'],
      ['RealityDevice', 'refuse'],
    ]);
    expect(leftOut).toEqual([]);
  });

  test('leaves out what counts users, and says so', () => {
    const followed = followPolicy(policy('a staged migration'));
    expect(followed.groups).toEqual([]);
    expect(followed.leftOut).toEqual(['25 % of all users → eu1.mdm.example']);
  });

  test('follows a share of all users: each of them gets its answer', () => {
    const { groups, leftOut } = followPolicy(policy('a finished migration of some'));
    expect(groups.map(({ families, answer }) => [families.join(' '), answer])).toEqual([
      ['Mac', { kind: 'redirect', url: 'https://mac1.macs.example/.well-known/com.apple.remotemanagement' }],
    ]);
    expect(leftOut).toEqual([]);
  });

  test('does not mention a share without users', () => {
    const none = { ...policy('a redirect'), rules: [{ when: { share: 0 }, answer: { kind: 'absent' as const } }] };
    expect(followPolicy(none).leftOut).toEqual([]);
  });
});

describe('plainBody', () => {
  test('is the same document, without a character that has a meaning in a configuration', () => {
    const { otherwise } = policy('a refusal');
    const body = plainBody(otherwise);
    expect(JSON.parse(body)).toMatchObject({ message: otherwise.kind === 'refuse' ? otherwise.message : '' });
    expect(body.replace(/\\u[0-9a-f]{4}/g, '')).toMatch(/^[\w {}[\]":,./?=&+;@!*()~-]*$/);
  });
});

describe('writeSnippet', () => {
  test.each(NAMES)('for %s says what is left out, whether it is tested, and how to check it', (server) => {
    const text = textOf('a staged migration', server);
    expect(text).toContain('LEFT OUT, since this server cannot count users: 25 % of all users → eu1.mdm.example');
    expect(text).toContain('npx signpost doctor customer.example');
    expect(text).toContain(
      writeSnippet(SNIPPET_DOMAIN, policy('a redirect'), server).proven ? 'Tested on' : 'NOT TESTED',
    );
  });

  test('marks exactly those as proven that the tests run', () => {
    const proven = NAMES.filter((server) => writeSnippet(SNIPPET_DOMAIN, policy('a redirect'), server).proven);
    expect(proven).toEqual(['nginx', 'apache', 'caddy', 'haproxy', 'cloudfront-function']);
  });

  test.each([
    'xn--bcher-kva.example',
    'xn----gtbspbbmkef.xn--p1ai',
    'a---b.example',
  ])('for IIS is well-formed for %s, and says that it cannot send the message', (domain) => {
    const { parts } = writeSnippet(domain, policy('a refusal'), 'iis');
    const [comment = ''] = /(?<=<!--)[\s\S]*?(?=-->)/.exec(parts[0]?.text ?? '') ?? [];
    expect(comment).not.toContain('--');
    expect(comment).toContain("LEFT OUT: the refusal's message");
  });

  test('for Apache says that only one message can be shown', () => {
    const two = {
      ...policy('a refusal'),
      rules: [{ when: { families: ['Mac' as const] }, answer: { kind: 'refuse' as const, message: 'Not yet.' } }],
    };
    expect(writeSnippet(SNIPPET_DOMAIN, two, 'apache').parts[0]?.text).toContain('LEFT OUT: all refusals show');
  });

  test.each(NAMES)('for %s gives every part a place of its own', (server) => {
    for (const name of Object.keys(SNIPPET_POLICIES)) {
      const places = writeSnippet(SNIPPET_DOMAIN, policy(name), server).parts.map(({ where }) => where);
      expect({ name, places: new Set(places).size }).toEqual({ name, places: places.length });
    }
  });

  test('gives different domains different names', () => {
    const [one, other] = ['a-b.example', 'a.b.example'].map(
      (domain) => writeSnippet(domain, policy('a redirect'), 'nginx').parts[0]?.text.match(/signpost_more\w+/)?.[0],
    );
    expect(one).not.toBe(other);
  });
});
