import type { ResolvedAnswer } from '../../discovery/policy';
import { answersOf, type FollowedPolicy } from './followed-policy';
import type { SnippetPart, SnippetServer } from './server';
import {
  comment,
  documentName,
  FIXED_HEADERS,
  familyPattern,
  introduction,
  PATH_PATTERN,
  plainBody,
  plainUrl,
} from './text';

/** Apache httpd 2.4 with mod_rewrite and mod_headers: a redirect without its own query takes the request's. */
export const apache: SnippetServer = {
  title: 'Apache httpd',
  provenOn: 'Apache httpd 2.4',
  write: (domain, followed, status) => [
    {
      where: `inside <VirtualHost> of ${domain}, before other rewrite rules (modules: rewrite, headers)`,
      text: [
        comment('#', [...introduction(domain, followed, status), ...oneRefusal(followed)]),
        'RewriteEngine On',
        'RewriteCond "%{REQUEST_METHOD}" "!^(GET|HEAD)$"',
        rule('-', 'R=405,L'),
        ...answersOf(followed).flatMap(({ families, answer }) => [
          ...(families ? [`RewriteCond "%{QUERY_STRING}" "${familyPattern(families)}"`] : []),
          reply(domain, answer),
        ]),
        ...locationBlock(followed),
        ...documentFolder(domain, followed),
      ].join('\n'),
    },
    ...documents(domain, followed),
  ],
};

function rule(substitution: string, flags: string): string {
  return `RewriteRule "^/?${PATH_PATTERN.slice(1)}$" "${substitution}" [${flags}]`;
}

function reply(domain: string, answer: ResolvedAnswer): string {
  switch (answer.kind) {
    case 'redirect':
      // `%1` and `$1` would refer to groups of the patterns before.
      return rule(plainUrl(answer.url).replace(/%/g, '\\%'), `R=302,L,NE${answer.url.includes('?') ? ',QSA' : ''}`);
    case 'serve':
      return rule(documentFile(domain, answer), 'END,T=application/json');
    case 'refuse':
      return rule('-', 'F');
    case 'absent':
      return rule('-', 'R=404,L');
  }
}

function locationBlock(followed: FollowedPolicy): string[] {
  const refusal = refusals(followed)[0];
  const headers = Object.entries(FIXED_HEADERS).map(([name, value]) => `    Header always set ${name} ${value}`);
  const refuse = refusal
    ? [
        `    ErrorDocument 403 '${twiceUnescaped(plainBody(refusal))}'`,
        `    Header always set Content-Type application/json "expr=%{REQUEST_STATUS} == 403"`,
      ]
    : [];
  return [`<LocationMatch "^${PATH_PATTERN}$">`, ...headers, ...refuse, '</LocationMatch>'];
}

/** Apache reads it as a quoted word first, then as an expression. */
function twiceUnescaped(text: string): string {
  return text.replaceAll('\\', '\\\\\\\\');
}

function refusals(followed: FollowedPolicy): readonly ResolvedAnswer[] {
  return answersOf(followed)
    .map(({ answer }) => answer)
    .filter(({ kind }) => kind === 'refuse');
}

/** A location has one document for status 403. */
function oneRefusal(followed: FollowedPolicy): readonly string[] {
  const messages = new Set(refusals(followed).map((answer) => plainBody(answer)));
  return messages.size > 1
    ? ['LEFT OUT: all refusals show the first message, since Apache has one text for status 403.']
    : [];
}

function served(followed: FollowedPolicy): readonly ResolvedAnswer[] {
  return answersOf(followed)
    .map(({ answer }) => answer)
    .filter(({ kind }) => kind === 'serve');
}

function documentFolder(domain: string, followed: FollowedPolicy): string[] {
  if (served(followed).length === 0) return [];
  return [`<Directory "${folderOf(domain)}">`, '    Require all granted', '</Directory>'];
}

function documents(domain: string, followed: FollowedPolicy): SnippetPart[] {
  return served(followed).map((answer) => ({ where: documentFile(domain, answer), text: plainBody(answer) }));
}

function folderOf(domain: string): string {
  return `/var/www/signpost/${domain}`;
}

function documentFile(domain: string, answer: ResolvedAnswer): string {
  return `${folderOf(domain)}/${documentName(answer)}`;
}
