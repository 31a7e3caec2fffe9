import type { Facts } from '../../../lib/core/doctor/facts';
import { pseudonymise } from '../../../lib/core/doctor/pseudonym';
import { factsFixture, withExchange } from './facts-fixture';

const MINE = 'Jane.Doe+work@acme.example';

/** Facts with a given text in a header. */
function replaced(text: string, identifier = MINE): string {
  const facts: Facts = {
    ...withExchange(factsFixture(), { headers: { location: text } }),
    identifiers: [identifier, 'b@acme.example'],
  };
  const { outcome } = pseudonymise(facts).journeys[0]?.exchanges[0] ?? {};
  return outcome?.kind === 'response' ? (outcome.headers['location'] ?? '') : '';
}

describe('pseudonymise', () => {
  test.each([
    ['as typed', `https://x/?u=${MINE}`, 'https://x/?u=person+tag@acme.example'],
    ['percent-encoded', `?u=${encodeURIComponent(MINE)}`, '?u=person%2Btag%40acme.example'],
    ['encoded twice', `?u=${encodeURIComponent(encodeURIComponent(MINE))}`, '?u=person%252Btag%2540acme.example'],
    ['with the plus sign lost', '?u=Jane.Doe%20work@acme.example', '?u=person%20tag@acme.example'],
    ['with a space', 'Hello Jane.Doe work', 'Hello person tag'],
    ['in another letter case', 'jane.doe+WORK@acme.example', 'person+tag@acme.example'],
    ['without the domain', 'user=Jane.Doe+work;', 'user=person+tag;'],
    ['in base64', btoa(MINE), btoa('person+tag@acme.example')],
  ])('replaces the identifier %s', (_name, text, expected) => {
    expect(replaced(text)).toBe(expected);
  });

  test('replaces a short name before an @ only', () => {
    expect(replaced('al@acme.example goes to https://portal.example/', 'al@acme.example')).toBe(
      'person@acme.example goes to https://portal.example/',
    );
  });

  test('leaves no trace anywhere in the facts', () => {
    const facts = withExchange(factsFixture(), {
      headers: { 'x-user': MINE },
      body: { base64: Buffer.from(`\u00ff${MINE}`, 'latin1').toString('base64') },
    });
    const text = JSON.stringify(pseudonymise({ ...facts, identifiers: [MINE, 'b@acme.example'] }));
    expect(text).not.toMatch(/jane|doe/i);
    expect(text).not.toContain(Buffer.from(MINE).toString('base64').slice(4, 16));
  });
});
