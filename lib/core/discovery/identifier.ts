import { problem } from '../problems';
import { failed, ok, type Result } from '../result';
import { type DomainName, parseDomainName } from './domain-name';

/** What the person types, split. Personal data: never log it, never put it into a message. */
export interface Identifier {
  readonly text: string;
  readonly domain: DomainName;
}

/** 64 characters of local part, `@`, 255 of domain (RFC 5321, section 4.5.3.1). */
export const MAX_IDENTIFIER_LENGTH = 320;

/**
 * Splits an identifier at its last `@` [documented]. Messages name the fault, never the identifier.
 * Problem codes: `identifier.*`, and `domain.*` for the part behind the `@`.
 */
export function parseIdentifier(text: string): Result<Identifier> {
  if (text.length > MAX_IDENTIFIER_LENGTH) {
    return failed(
      problem(
        'identifier.too-long',
        `Cannot use the identifier: ${text.length} characters; expected at most ${MAX_IDENTIFIER_LENGTH}`,
      ),
    );
  }
  const at = text.lastIndexOf('@');
  if (at < 0)
    return failed(problem('identifier.no-at-sign', 'Cannot use the identifier: it has no "@"; expected user@domain'));
  if (at === 0)
    return failed(
      problem('identifier.no-user', 'Cannot use the identifier: it has nothing before the "@"; expected user@domain'),
    );
  const domain = parseDomainName(text.slice(at + 1));
  return domain.ok ? ok({ text, domain: domain.value }) : domain;
}
