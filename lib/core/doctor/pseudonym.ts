import { percentEncode } from '../discovery/percent';
import type { Facts } from './facts';

/** Shorter local parts are replaced before an `@` only, since they occur in ordinary words. */
const MIN_BARE_LENGTH = 4;

/**
 * The same facts with a pseudonym for the person's identifier, in every spelling that servers make of it: what was lost
 * or changed on the way stays visible, and the person's identity does not.
 */
export function pseudonymise(facts: Facts): Facts {
  const [mine, other] = facts.identifiers;
  const at = mine.lastIndexOf('@');
  const local = mine.slice(0, at);
  const replacement = local.includes('+') ? 'person+tag' : 'person';
  const spellings = spellingsOf(local, replacement);
  const whole = [
    [base64(mine), base64(`${replacement}${mine.slice(at)}`)],
    [base64(mine).replace(/=+$/, ''), base64(`${replacement}${mine.slice(at)}`).replace(/=+$/, '')],
  ] as const;
  const replaceIn = (text: string) =>
    whole.reduce((result, [from, to]) => result.replaceAll(from, to), replaceLocal(text, local, spellings));
  const replaced = replaceStrings({ ...facts, identifiers: [] as string[] }, replaceIn) as Facts;
  return { ...replaced, domain: facts.domain, identifiers: [`${replacement}${mine.slice(at)}`, other] };
}

type Spellings = readonly (readonly [string, string])[];

function spellingsOf(local: string, replacement: string): Spellings {
  const encodings: readonly ((text: string) => string)[] = [
    (text) => encodeURIComponent(encodeURIComponent(text.toWellFormed())),
    (text) => encodeURIComponent(text.toWellFormed()),
    (text) => percentEncode(text, /[^A-Za-z0-9\-._~!$'()*+,;:@/?]/gu),
    (text) => text,
    (text) => text.replaceAll('+', '%20'),
    (text) => text.replaceAll('+', ' '),
  ];
  return encodings.map((encode) => [encode(local), encode(replacement)]);
}

function replaceLocal(text: string, local: string, spellings: Spellings): string {
  let result = text;
  for (const [from, to] of spellings) {
    const ending = local.length < MIN_BARE_LENGTH ? '(?=@|%40|%2540)' : '';
    result = result.replace(new RegExp(literally(from) + ending, 'gi'), to.replaceAll('$', '$$$$'));
  }
  return result;
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

/** Plain data with every string replaced, also in the text behind base64. */
function replaceStrings(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) return value.map((each) => replaceStrings(each, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      key === 'base64' && typeof field === 'string' ? btoa(replace(atob(field))) : replaceStrings(field, replace),
    ]),
  );
}
