import { type CheckStatus, judgeObservation, nextCheck, type Sight, sightOf } from '../../../lib/core/checks/status';
import { finding, sight } from '../../support/checks';
import { diagnosis } from '../../support/plan-facts';

const EARLIER = '2026-01-01T00:00:00.000Z';
const NOW = '2026-01-01T00:15:00.000Z';
const LATER = '2026-01-01T00:30:00.000Z';
const ACME = { name: 'acme.example', command: 'npx signpost doctor acme.example' };

const status = (word: CheckStatus['word'], changes: Partial<CheckStatus> = {}): CheckStatus => ({
  ...sight(word),
  since: EARLIER,
  checkedAt: EARLIER,
  hasServed: word === 'serving',
  ...changes,
});
const judge = (before: CheckStatus | undefined, seen: Sight, at = NOW) => judgeObservation(before, seen, ACME, at);

describe('judgeObservation', () => {
  const fallen = 'Signpost: acme.example does not serve any more';
  const again = 'Signpost: acme.example serves again';
  test.each<[string, CheckStatus | undefined, CheckStatus['word'], string | undefined]>([
    ['a first observation', undefined, 'stuck', undefined],
    ['no change', status('serving'), 'serving', undefined],
    ['a domain that stops', status('serving'), 'stuck', fallen],
    ['a domain that vanishes', status('serving'), 'in-progress', fallen],
    ['a domain that recovers', status('stuck'), 'serving', again],
    ['one that had vanished', status('in-progress', { hasServed: true }), 'serving', again],
    ['a new one that is ready', status('in-progress'), 'serving', undefined],
    ['a new one with a fault', status('in-progress'), 'stuck', undefined],
  ])('%s', (_name, before, word, subject) => {
    const { status: after, transition } = judge(before, sight(word));
    expect(after.word).toBe(word);
    expect(transition?.message?.subject).toBe(subject);
    expect(transition !== undefined).toBe(before !== undefined && before.word !== word);
  });

  test('gives title and remedy once, and keeps the time since when', () => {
    const first = judge(status('serving'), sight('stuck'));
    const { title, remedy } = finding();
    expect(first.transition?.message?.body).toContain(`${title}: since yesterday\nRemedy: ${remedy}`);
    const second = judge(first.status, sight('stuck'), LATER);
    expect(second.transition).toBeUndefined();
    expect(second.status).toMatchObject({ since: NOW, checkedAt: LATER });
  });

  test('names what blocks, not what only warns', () => {
    const warning = { ...finding('tls.expires-soon', 'in a week'), severity: 'warning' as const };
    const { transition } = judge(status('serving'), sight('stuck', [warning, finding('tls.expired', 'yesterday')]));
    expect(transition?.message?.body).toContain('yesterday');
    expect(transition?.message?.body).not.toContain('in a week');
  });

  test('keeps so many findings that an item stays small', () => {
    const many = Array.from({ length: 50 }, (_, index) => finding('tls.expired', `${index}`));
    expect(judge(undefined, sight('stuck', many)).status.findings.map(({ found }) => found)).toHaveLength(20);
  });

  test('remembers that it has served', () => {
    const gone = judge(judge(undefined, sight('serving')).status, sight('in-progress'));
    expect(gone.status.hasServed).toBe(true);
    expect(judge(undefined, sight('stuck')).status.hasServed).toBe(false);
  });
});

describe('sightOf', () => {
  test('is nothing where the doctor could not see', () => {
    expect(sightOf(diagnosis('unknown'))).toBeUndefined();
  });

  test('holds nothing that looks like an address', () => {
    const found =
      '"https://acme.example/?user-identifier=jo+tag@acme.example&x=jo%40acme.example" by "web@acme.example"';
    const steps = ['dig @9.9.9.9 acme.example'];
    const seen = sightOf(diagnosis('stuck', [{ ...finding('query.altered', found), steps }]));
    expect(seen?.findings[0]).toMatchObject({
      found: '"https://acme.example/?user-identifier=<identifier>&x=<identifier>" by "<identifier>"',
      steps,
    });
  });
});

describe('nextCheck', () => {
  const after = new Date(NOW);

  test('is within the period, at the same moment of every one', () => {
    const next = nextCheck('acme.example', after, 15);
    expect(next.getTime()).toBeGreaterThan(after.getTime());
    expect(next.getTime() - after.getTime()).toBeLessThanOrEqual(15 * 60_000);
    expect(nextCheck('acme.example', next, 15).getTime() - next.getTime()).toBe(15 * 60_000);
  });

  test('spreads a thousand domains over the period', () => {
    const minutes = new Array<number>(15).fill(0);
    for (let index = 0; index < 1000; index += 1) {
      const minute = Math.floor((nextCheck(`d${index}.example`, after, 15).getTime() - after.getTime()) / 60_000);
      minutes[Math.min(minute, 14)] = (minutes[Math.min(minute, 14)] ?? 0) + 1;
    }
    expect(Math.min(...minutes)).toBeGreaterThan(35);
    expect(Math.max(...minutes)).toBeLessThan(105);
  });
});
