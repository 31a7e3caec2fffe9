import { buildGuide } from '../../../lib/core/onboarding/guide/guide';
import { renderGuideHtml } from '../../../lib/core/onboarding/guide/html';
import { renderGuideMarkdown } from '../../../lib/core/onboarding/guide/markdown';
import { MDM_PROFILES } from '../../../lib/core/onboarding/guide/profiles';
import { absent, elsewhere, owned, redirect, refuse, serve } from '../../../lib/core/tenants/authoring';
import type { TenantDeclaration } from '../../../lib/core/tenants/declaration';
import { buildFleet } from '../../support/fleet';

const DOMAINS = { 'acme.example': { dns: elsewhere() } };
const ALL: TenantDeclaration['discovery'] = { rules: [], otherwise: redirect('na1') };

function guideOf(changes: Partial<TenantDeclaration>) {
  const { tenants } = buildFleet({ tenants: { acme: { name: 'Acme', discovery: ALL, domains: DOMAINS, ...changes } } });
  const [tenant] = tenants;
  if (!tenant) throw new Error('no tenant');
  return buildGuide(tenant, MDM_PROFILES.ivanti);
}

const markdownOf = (changes: Partial<TenantDeclaration> = {}) => renderGuideMarkdown(guideOf(changes));

describe('the guide in Markdown', () => {
  test('has the steps of every platform, as current systems call them', () => {
    const markdown = markdownOf();
    for (const words of [
      'Open **Settings** > **General** > **VPN & Device Management**.',
      'Open **System Settings** > **General** > **Device Management**. With macOS 14: **Privacy & Security** > **Profiles**.',
      'Choose **Sign In to Work or School Account**.',
      '`@acme.example`',
      'second factor',
      'Managed Apple Account',
      'Apple Enrollment Type**, choose User Enrollment',
      'User Owned',
      'Company Owned',
      'default for Mac, Apple Vision Pro, iPhone and iPad',
      '| iPad | iPadOS 15 | iPadOS 17 |',
      '| Mac | macOS 14 | macOS 14 |',
    ])
      expect(markdown).toContain(words);
    expect(markdown).not.toContain('Exceptions');
  });

  test.each<[string, Partial<TenantDeclaration>, readonly string[], readonly string[]]>([
    [
      'leaves out what a served document does not offer',
      { discovery: { rules: [], otherwise: serve('na1', { path: '/enroll', enrollment: 'byod' }) } },
      ['| iPhone | iOS 15 | no |'],
      [],
    ],
    [
      'speaks of Apple where the domain does not answer',
      { discovery: { rules: [], otherwise: absent() }, servers: { main: { token: owned() } } },
      ['| Mac | macOS 15.2 | macOS 15.2 |', 'only by way of Apple'],
      [],
    ],
    [
      'offers nothing where no server answers',
      { discovery: { rules: [], otherwise: absent() } },
      ['**iPhone**, **iPad**, **Mac** and **Apple Vision Pro** with `@acme.example`: not offered.'],
      ['Which version', '## Mac', 'Then, on every device'],
    ],
    [
      'promises nothing where every device is refused',
      { discovery: { rules: [], otherwise: refuse('Closed.') } },
      ['At the moment no device can be set up', '`@acme.example`', 'not possible. Closed.'],
      ['all you need'],
    ],
    [
      'shows the message of a refusal, and no steps for that device',
      {
        discovery: {
          rules: [{ when: { families: ['Mac'] }, answer: refuse('Macs come *later*.') }],
          otherwise: redirect('na1'),
        },
      },
      [
        '**Mac** with `@acme.example`: not possible. Macs come \\*later\\*.',
        '## iPhone and iPad',
        'Systems before iOS 17',
      ],
      ['## Mac', '| Mac |'],
    ],
    [
      'says that a migration is in progress',
      { discovery: { rules: [{ when: { share: 25 }, answer: redirect('na1') }], otherwise: redirect('na1') } },
      ['Your organisation is moving to another server'],
      [],
    ],
    [
      'describes the answer for all users of a finished migration',
      {
        discovery: {
          rules: [{ when: { families: ['Mac'], share: 100 }, answer: refuse('Macs are managed elsewhere.') }],
          otherwise: redirect('na1'),
        },
      },
      ['**Mac** with `@acme.example`: not possible. Macs are managed elsewhere.'],
      ['## Mac', 'Your organisation is moving to another server'],
    ],
    [
      'lists domains separately where versions differ',
      {
        domains: {
          ...DOMAINS,
          'acme.test': {
            dns: elsewhere(),
            discovery: { rules: [], otherwise: serve('na1', { path: '/e', enrollment: 'adde' }) },
          },
        },
      },
      [
        '| iPhone with @acme.example | iOS 15 | iOS 17 |',
        '| iPhone with @acme.test | no | iOS 17 |',
        '`@acme.example` or `@acme.test`',
      ],
      [],
    ],
  ])('%s', (_name, changes, present, missing) => {
    const markdown = markdownOf(changes);
    for (const words of present) expect(markdown).toContain(words);
    for (const words of missing) expect(markdown).not.toContain(words);
  });

  test('uses the words of another MDM', () => {
    const { tenants } = buildFleet({ tenants: { acme: { name: 'Acme', discovery: ALL, domains: DOMAINS } } });
    const markdown = tenants.map((tenant) => renderGuideMarkdown(buildGuide(tenant, MDM_PROFILES.generic))).join('');
    expect(markdown).toContain("your MDM's page");
    expect(markdown).not.toContain('Ivanti');
  });
});

describe('the guide in HTML', () => {
  const html = renderGuideHtml(guideOf({ name: 'Acme <script>alert(1)</script> & "Sons"' }));

  test('holds everything itself and asks for nothing', () => {
    expect(html).not.toMatch(/<(script|link|img|iframe)\b|@import|url\(|\bsrc=/);
    expect(html).toContain('Acme &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Sons&quot;');
  });

  test('can be read by everybody: language, landmarks, headings in order, a table with its heads', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(html).toContain('<meta name="viewport"');
    expect(html.match(/<main>/g)).toHaveLength(1);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toContain('<aside aria-label="For the administrator">');
    expect(html).toContain('<caption>');
    expect(html).toContain('<th scope="col">Device</th>');
    expect(html).toContain('<th scope="row">iPhone</th>');
    const levels = [...html.matchAll(/<h(\d)>/g)].map(([, level]) => Number(level));
    expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
  });

  test('has every tag closed', () => {
    const open: string[] = [];
    for (const [, slash, name = ''] of html
      .replace(/<(!doctype|meta)[^>]*>/g, '')
      .matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
      if (slash === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });
});
