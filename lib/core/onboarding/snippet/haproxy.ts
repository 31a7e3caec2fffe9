import type { ResolvedAnswer } from '../../discovery/policy';
import { FAMILY_PARAMETER, WELL_KNOWN_PATH } from '../../discovery/well-known';
import { type FamilyGroup, type FollowedPolicy, targetBeforeQuery } from './followed-policy';
import type { SnippetServer } from './server';
import { comment, FIXED_HEADERS, identifierOf, introduction, plainBody, plainUrl } from './text';

/** HAProxy 2.4 or later: `query` is the raw query. */
export const haproxy: SnippetServer = {
  title: 'HAProxy',
  provenOn: 'HAProxy 2.6',
  write: (domain, followed, status) => [
    {
      where: `inside the frontend of ${domain}, before its other http-request rules`,
      text: [comment('    #', introduction(domain, followed, status)), ...rules(domain, followed)].join('\n'),
    },
  ],
};

function rules(domain: string, { groups, otherwise }: FollowedPolicy): string[] {
  const name = `signpost_${identifierOf(domain)}`;
  const group = (index: number) => `${name}_${index + 1}`;
  const families = (each: FamilyGroup, index: number) =>
    `acl ${group(index)} url_param(${FAMILY_PARAMETER}) -m str ${each.families.join(' ')}`;
  return [
    `acl ${name} path ${WELL_KNOWN_PATH}`,
    `acl ${name}_host hdr(host),field(1,:),lower -m str ${domain}`,
    ...groups.map(families),
    `http-request set-var(txn.${name}) bool(true) if ${name} ${name}_host`,
    `http-request return status 405 hdr Allow "GET, HEAD" if ${name} ${name}_host !{ method GET HEAD }`,
    ...groups.flatMap(({ answer }, index) => reply(answer, `${name} ${name}_host ${group(index)}`)),
    ...reply(otherwise, `${name} ${name}_host`),
    ...Object.entries(FIXED_HEADERS).map(
      ([header, value]) => `http-after-response set-header ${header} ${value} if { var(txn.${name}) -m bool }`,
    ),
  ].map((line) => `    ${line}`);
}

function reply(answer: ResolvedAnswer, condition: string): string[] {
  switch (answer.kind) {
    case 'redirect': {
      // `%` begins a variable of the log format.
      const url = plainUrl(answer.url).replaceAll('%', '%%');
      const before = targetBeforeQuery(url);
      return [
        `http-request redirect location "${before}%[query]" code 302 if ${condition} { query -m len gt 0 }`,
        `http-request redirect location "${url}" code 302 if ${condition}`,
      ];
    }
    case 'serve':
      return [
        `http-request return status 200 content-type application/json string '${plainBody(answer)}' if ${condition}`,
      ];
    case 'refuse':
      return [
        `http-request return status 403 content-type application/json string '${plainBody(answer)}' if ${condition}`,
      ];
    case 'absent':
      return [`http-request return status 404 if ${condition}`];
  }
}
