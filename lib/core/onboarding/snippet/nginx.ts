import type { ResolvedAnswer } from '../../discovery/policy';
import { WELL_KNOWN_PATH } from '../../discovery/well-known';
import { type FamilyGroup, type FollowedPolicy, targetBeforeQuery } from './followed-policy';
import type { SnippetServer } from './server';
import { comment, FIXED_HEADERS, familyPattern, identifierOf, introduction, plainBody, plainUrl } from './text';

/** nginx: `$args` is the raw query. */
export const nginx: SnippetServer = {
  title: 'nginx',
  provenOn: 'nginx 1.22',
  write: (domain, followed, status) => [
    {
      where: `inside http { … }`,
      text: `${comment('#', introduction(domain, followed, status))}\n${maps(domain, followed)}`,
    },
    { where: `inside server { … } of ${domain}`, text: location(domain, followed) },
  ],
};

/** The query for a target that already has one, and the group of a family. */
function maps(domain: string, { groups }: FollowedPolicy): string {
  const name = identifierOf(domain);
  const more = `map $args $signpost_more_${name} {\n    ""      "";\n    default "&$args";\n}`;
  if (groups.length === 0) return more;
  const rows = groups.map(({ families }, index) => `    "~${familyPattern(families)}" ${index + 1};`);
  return [more, `map $args $signpost_group_${name} {`, '    default 0;', ...rows, '}'].join('\n');
}

function location(domain: string, { groups, otherwise }: FollowedPolicy): string {
  const name = identifierOf(domain);
  const headers = Object.entries(FIXED_HEADERS).map(([header, value]) => `    add_header ${header} ${value} always;`);
  const branch = ({ answer }: FamilyGroup, index: number) =>
    `    if ($signpost_group_${name} = ${index + 1}) { ${reply(answer, name)} }`;
  return [
    `location = ${WELL_KNOWN_PATH} {`,
    ...headers,
    '    default_type application/json;',
    '    if ($request_method !~ "^(GET|HEAD)$") { return 405; }',
    ...groups.map(branch),
    `    ${reply(otherwise, name)}`,
    '}',
  ].join('\n');
}

function reply(answer: ResolvedAnswer, name: string): string {
  switch (answer.kind) {
    case 'redirect': {
      const url = plainUrl(answer.url);
      const own = targetBeforeQuery(url).endsWith('&');
      return `return 302 "${url}${own ? `$signpost_more_${name}` : '$is_args$args'}";`;
    }
    case 'serve':
      return `return 200 '${plainBody(answer)}';`;
    case 'refuse':
      return `return 403 '${plainBody(answer)}';`;
    case 'absent':
      return 'return 404;';
  }
}
