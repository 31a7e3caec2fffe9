import { FAMILY_PARAMETER, IDENTIFIER_PARAMETER } from './well-known';

/**
 * The identifiers that every check of ours sends in place of a person's own: no person has them. Two, as a cache that
 * ignores the identifier shows with the second one only; with a plus sign, as form decoders turn it into a space.
 */
export function testIdentifiers(domain: string): readonly [string, string] {
  return [`signpost+check-1@${domain}`, `signpost+check-2@${domain}`];
}

/** The query of an iPhone that sends the first test identifier, as a device writes it. */
export function testQuery(domain: string): string {
  const [identifier] = testIdentifiers(domain);
  return `${IDENTIFIER_PARAMETER}=${identifier}&${FAMILY_PARAMETER}=iPhone`;
}
