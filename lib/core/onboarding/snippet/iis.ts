import type { ResolvedAnswer } from '../../discovery/policy';
import { answersOf, type FollowedPolicy } from './followed-policy';
import type { SnippetPart, SnippetServer } from './server';
import { documentName, familyPattern, introduction, PATH_PATTERN, plainBody, plainUrl } from './text';

/** IIS with the module URL Rewrite 2. */
export const iis: SnippetServer = {
  title: 'IIS',
  write: (domain, followed, status) => [
    {
      where: 'web.config of the site, first under <system.webServer><rewrite><rules> (module: URL Rewrite 2)',
      text: [
        // A comment must not hold two hyphens, and international domains do.
        '<!--',
        ...[...introduction(domain, followed, status), ...noRefusal(followed)].map(
          (line) => `  ${line.replace(/-(?=-)/g, '- ')}`,
        ),
        '-->',
        ...answersOf(followed).flatMap(({ families, answer }, index) =>
          rule(index, families && familyPattern(families), answer),
        ),
      ].join('\n'),
    },
    ...documents(followed),
  ],
};

function rule(index: number, pattern: string | undefined, answer: ResolvedAnswer): string[] {
  const condition = pattern
    ? [
        '  <conditions>',
        `    <add input="{QUERY_STRING}" pattern="${escapeXml(pattern)}" ignoreCase="false" />`,
        '  </conditions>',
      ]
    : [];
  return [
    `<rule name="Signpost ${index + 1}" stopProcessing="true">`,
    // The pattern is compared with the path without its first slash.
    `  <match url="^${PATH_PATTERN.slice(1)}$" ignoreCase="false" />`,
    ...condition,
    `  ${action(answer)}`,
    '</rule>',
  ];
}

function action(answer: ResolvedAnswer): string {
  switch (answer.kind) {
    case 'redirect':
      return `<action type="Redirect" url="${escapeXml(plainUrl(answer.url))}" appendQueryString="true" redirectType="Found" />`;
    case 'serve':
      return `<action type="Rewrite" url="${documentFile(answer)}" appendQueryString="false" />`;
    case 'refuse':
      return '<action type="CustomResponse" statusCode="403" statusReason="Forbidden" statusDescription="Forbidden" />';
    case 'absent':
      return '<action type="CustomResponse" statusCode="404" statusReason="Not Found" statusDescription="Not Found" />';
  }
}

/** A custom response cannot have a JSON body. */
function noRefusal(followed: FollowedPolicy): readonly string[] {
  const refuses = answersOf(followed).some(({ answer }) => answer.kind === 'refuse');
  return refuses ? ["LEFT OUT: the refusal's message, since IIS sends an HTML page with status 403."] : [];
}

function documents(followed: FollowedPolicy): SnippetPart[] {
  return answersOf(followed)
    .filter(({ answer }) => answer.kind === 'serve')
    .map(({ answer }) => ({
      where: `${documentFile(answer)} in the root of the site (its type must be application/json)`,
      text: plainBody(answer),
    }));
}

/** In the root of a site, which other sites' documents may share. */
function documentFile(answer: ResolvedAnswer): string {
  return `signpost-${documentName(answer)}`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
