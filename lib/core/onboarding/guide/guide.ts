import { OS_SUPPORT } from '../../discovery/os-support';
import type { Domain, Tenant } from '../../tenants/fleet';
import { type Availability, availabilityOf, DEVICE_KINDS, type DeviceKind, firstVersions } from './availability';
import { type Block, heading, listBlock, paragraph, steps, type Text } from './blocks';
import type { MdmProfile } from './profiles';

/** A page for people, and one for their administrator, on one sheet. */
export interface Guide {
  readonly title: string;
  readonly people: readonly Block[];
  readonly administrator: readonly Block[];
}

/** How the people of a tenant sign in, and what their administrator must do first. */
export function buildGuide(tenant: Tenant, profile: MdmProfile): Guide {
  return {
    title: `Set up your Apple device for work at ${tenant.name}`,
    people: [
      paragraph([
        canEnroll(tenant)
          ? 'Your work address is all you need. It ends in '
          : 'At the moment no device can be set up with a work address that ends in ',
        ...joined(
          tenant.domains.map(({ name }) => ({ code: `@${name}` })),
          'or',
        ),
        '.',
      ]),
      ...SIGN_IN.flatMap((platform) => platformBlocks(tenant, platform)),
      ...(canEnroll(tenant) ? [heading(2, 'Then, on every device'), steps(afterwards(profile))] : []),
      ...exceptionBlocks(tenant),
      ...versionBlocks(tenant),
    ],
    administrator: [heading(2, 'For the administrator'), steps(prerequisites(tenant, profile))],
  };
}

/** Where the button is. [documented: Apple Platform Deployment, account-driven enrollment methods] */
const SIGN_IN: readonly {
  readonly title: string;
  readonly families: readonly string[];
  readonly where: readonly Text[];
}[] = [
  {
    title: 'iPhone and iPad',
    families: ['iPhone', 'iPad'],
    where: [
      [
        'Open ',
        { strong: 'Settings' },
        ' > ',
        { strong: 'General' },
        ' > ',
        { strong: 'VPN & Device Management' },
        '.',
      ],
    ],
  },
  {
    title: 'Apple Vision Pro',
    families: ['RealityDevice'],
    where: [
      [
        'Open ',
        { strong: 'Settings' },
        ' > ',
        { strong: 'General' },
        ' > ',
        { strong: 'VPN & Device Management' },
        '.',
      ],
    ],
  },
  {
    title: 'Mac',
    families: ['Mac'],
    where: [
      [
        'Open ',
        { strong: 'System Settings' },
        ' > ',
        { strong: 'General' },
        ' > ',
        { strong: 'Device Management' },
        '. With macOS 14: ',
        { strong: 'Privacy & Security' },
        ' > ',
        { strong: 'Profiles' },
        '.',
      ],
    ],
  },
];

function platformBlocks(tenant: Tenant, { title, families, where }: (typeof SIGN_IN)[number]): readonly Block[] {
  const kinds = DEVICE_KINDS.filter(({ family }) => families.includes(family));
  const open = kinds.some((kind) =>
    tenant.domains.some((domain) => works(availabilityOf(tenant, domain, kind.family))),
  );
  if (!open) return [];
  return [heading(2, title), steps([...where, ['Choose ', { strong: 'Sign In to Work or School Account' }, '.']])];
}

function canEnroll(tenant: Tenant): boolean {
  return DEVICE_KINDS.some(({ family }) =>
    tenant.domains.some((domain) => works(availabilityOf(tenant, domain, family))),
  );
}

function works({ kind }: Availability): boolean {
  return kind === 'here' || kind === 'by-apple';
}

function afterwards(profile: MdmProfile): readonly Text[] {
  return [
    ['Type your whole work address, in the form ', { code: 'name@domain' }, ', and continue.'],
    `A page opens with your address filled in: ${profile.signIn}. Check that it belongs to your organisation, and sign in with the password of your work account.`,
    'If you are asked for a second factor, confirm with it.',
    'If you are asked to, sign in to your Managed Apple Account: it has the same address.',
    'Allow remote management. The settings then show your work account.',
  ];
}

/** Devices and domains with another answer than the rest. */
function exceptionBlocks(tenant: Tenant): readonly Block[] {
  const items = tenant.domains.flatMap((domain) => exceptionsAt(tenant, domain));
  return items.length === 0 ? [] : [heading(2, 'Exceptions'), ...listBlock(items)];
}

function exceptionsAt(tenant: Tenant, domain: Domain): readonly Text[] {
  const byWords = new Map<string, string[]>();
  for (const { name, family } of DEVICE_KINDS) {
    const words = describeException(availabilityOf(tenant, domain, family));
    if (words !== undefined) byWords.set(words, [...(byWords.get(words) ?? []), name]);
  }
  return [...byWords].map(([words, names]) => [
    ...joined(
      names.map((name) => ({ strong: name })),
      'and',
    ),
    ' with ',
    { code: `@${domain.name}` },
    `: ${words}`,
  ]);
}

function describeException(availability: Availability): string | undefined {
  switch (availability.kind) {
    case 'here':
      return undefined;
    case 'by-apple':
      return 'only by way of Apple, which older versions do not ask.';
    case 'refused':
      return `not possible. ${availability.message}`;
    case 'nowhere':
      return 'not offered.';
  }
}

function versionBlocks(tenant: Tenant): readonly Block[] {
  const rows = DEVICE_KINDS.flatMap((kind) => versionRows(tenant, kind));
  if (rows.length === 0) return [];
  return [
    heading(2, 'Which version do I need?'),
    {
      kind: 'table',
      caption: 'First version of the system that supports it',
      header: ['Device', 'My own device', "The company's device"],
      rows,
    },
    ...listBlock(versionNotes(tenant)),
  ];
}

/** One row for a device; one per group of domains where they differ. */
function versionRows(tenant: Tenant, kind: DeviceKind): readonly (readonly string[])[] {
  const groups = new Map<string, { versions: readonly string[]; domains: string[] }>();
  for (const domain of tenant.domains) {
    const availability = availabilityOf(tenant, domain, kind.family);
    if (!works(availability)) continue;
    const { byod, adde } = firstVersions(kind, availability);
    const group = groups.get(`${byod} ${adde}`) ?? { versions: [byod, adde], domains: [] };
    group.domains.push(`@${domain.name}`);
    groups.set(`${byod} ${adde}`, group);
  }
  return [...groups.values()].map(({ versions, domains }) => [
    groups.size > 1 ? `${kind.name} with ${domains.join(', ')}` : kind.name,
    ...versions,
  ]);
}

function versionNotes({ domains }: Tenant): readonly Text[] {
  const rules = domains.flatMap(({ policy }) => policy.rules);
  const byFamily = rules.some(({ when }) => when.families);
  const byShare = rules.some(({ when }) => when.share !== undefined && when.share > 0 && when.share < 100);
  return [
    ...(byFamily
      ? [
          `Systems before iOS ${OS_SUPPORT.iOS.family} and macOS ${OS_SUPPORT.macOS.family} do not send the kind of device: they get the answer for all others.`,
        ]
      : []),
    ...(byShare ? ['Your organisation is moving to another server: a colleague may see a different page.'] : []),
    'Devices that the company set up before it gave them out (supervised devices) do not need this.',
  ];
}

function prerequisites(tenant: Tenant, profile: MdmProfile): readonly Text[] {
  const { enrollmentType, deviceOwner, appleServers } = profile;
  return [
    [
      'In Apple Business Manager or Apple School Manager: verify ',
      ...joined(
        tenant.domains.map(({ name }) => ({ strong: name })),
        'and',
      ),
      ', and give every person a Managed Apple Account at that domain (federated with your identity provider, or created by hand).',
    ],
    [
      `In ${profile.name}: create a user with the same address for every person. Under `,
      { strong: enrollmentType.where },
      `, choose ${enrollmentType.byod} for people's own devices and ${enrollmentType.adde} for the company's.`,
    ],
    [
      'Under ',
      { strong: deviceOwner.where },
      `, choose ${deviceOwner.byod} for people's own devices (BYOD) and ${deviceOwner.adde} for the company's (ADDE).`,
    ],
    'In Apple Business Manager: choose this MDM as the default for Mac, Apple Vision Pro, iPhone and iPad. Apple asks it where the domain itself does not answer.',
    [
      `ADDE URL in ${profile.name}: `,
      { strong: appleServers },
      '. It must be a discovery URL, not the enrollment URL.',
    ],
    ['Check at any time: ', { code: `npx signpost doctor ${tenant.domains[0]?.name ?? 'domain'}` }, '.'],
  ];
}

/** `a, b or c`. */
function joined<T>(items: readonly T[], conjunction: 'and' | 'or'): readonly (T | string)[] {
  return items.flatMap((item, index) => {
    if (index === 0) return [item];
    return [index === items.length - 1 ? ` ${conjunction} ` : ', ', item];
  });
}
