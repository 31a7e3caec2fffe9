import type { Diagnosis } from '../../../lib/core/doctor/diagnose';
import type { Finding } from '../../../lib/core/doctor/finding';
import { dueLooks, judgeLook, nextLook, type Standing } from '../../../lib/core/onboarding/standing';
import { diagnosis } from '../../support/plan-facts';

const EARLIER = '2026-01-01T00:00:00.000Z';
const NOW = '2026-01-01T00:15:00.000Z';
const FINDING: Finding = {
  code: 'tls.expired',
  severity: 'error',
  title: 'Certificate expired',
  host: 'acme.example',
  expected: 'e',
  found: 'since yesterday',
  meaning: 'm',
  remedy: 'Renew it.',
  steps: [],
  devices: [],
  source: 's',
  folded: [],
};
const standing = (word: Standing['word'], changes: Partial<Standing> = {}): Standing => ({
  word,
  since: EARLIER,
  checkedAt: EARLIER,
  findings: [],
  ...changes,
});

describe('judgeLook', () => {
  test.each<
    [string, Standing | undefined, Diagnosis['verdict']['rollUp'], Standing['word'] | undefined, string | undefined]
  >([
    ['a first look', undefined, 'stuck', 'stuck', undefined],
    ['no change', standing('serving'), 'serving', 'serving', undefined],
    ['a domain that stops', standing('serving'), 'stuck', 'stuck', 'Signpost: acme.example does not serve any more'],
    [
      'a domain that vanishes',
      standing('serving'),
      'in-progress',
      'in-progress',
      'Signpost: acme.example does not serve any more',
    ],
    ['a domain that is well again', standing('stuck'), 'serving', 'serving', 'Signpost: acme.example serves again'],
    ['a new one that is ready', standing('in-progress'), 'serving', 'serving', undefined],
    ['a new one with a fault', standing('in-progress'), 'stuck', 'stuck', undefined],
    ['a blind look at one that served', standing('serving'), 'unknown', 'serving', undefined],
    ['a blind look at one that was stuck', standing('stuck'), 'unknown', 'stuck', undefined],
    ['a blind first look', undefined, 'unknown', undefined, undefined],
  ])('%s', (_name, before, rollUp, word, subject) => {
    const { standing: after, transition } = judgeLook(
      before,
      diagnosis(rollUp, rollUp === 'serving' ? [] : [FINDING]),
      NOW,
    );
    expect(after?.word).toBe(word);
    expect(transition?.message?.subject).toBe(subject);
    expect(transition !== undefined).toBe(before !== undefined && rollUp !== 'unknown' && before.word !== rollUp);
  });

  test('tells title and remedy once, and keeps the time since when', () => {
    const first = judgeLook(standing('serving'), diagnosis('stuck', [FINDING]), NOW);
    expect(first.transition?.message?.body).toContain('Certificate expired: since yesterday\nRemedy: Renew it.');
    const again = judgeLook(first.standing, diagnosis('stuck', [FINDING]), '2026-01-01T00:30:00.000Z');
    expect(again.transition).toBeUndefined();
    expect(again.standing).toMatchObject({ since: NOW, checkedAt: '2026-01-01T00:30:00.000Z' });
  });

  test('knows since when it has been blind, and forgets it with the next look that sees', () => {
    const blind = judgeLook(standing('serving'), diagnosis('unknown'), NOW).standing;
    expect(blind).toEqual({ ...standing('serving'), blindSince: NOW });
    expect(judgeLook(blind, diagnosis('unknown'), '2026-01-01T01:00:00.000Z').standing?.blindSince).toBe(NOW);
    expect(judgeLook(blind, diagnosis('serving'), '2026-01-01T01:00:00.000Z').standing?.blindSince).toBeUndefined();
  });
});

describe('nextLook', () => {
  const after = new Date(NOW);

  test('is within the period, at the same moment of every one', () => {
    const next = nextLook('acme.example', after, 15);
    expect(next.getTime()).toBeGreaterThan(after.getTime());
    expect(next.getTime() - after.getTime()).toBeLessThanOrEqual(15 * 60_000);
    expect(nextLook('acme.example', next, 15).getTime() - next.getTime()).toBe(15 * 60_000);
  });

  test('spreads a thousand domains over the period', () => {
    const minutes = new Array<number>(15).fill(0);
    for (let index = 0; index < 1000; index += 1) {
      const minute = Math.floor((nextLook(`d${index}.example`, after, 15).getTime() - after.getTime()) / 60_000);
      minutes[Math.min(minute, 14)] = (minutes[Math.min(minute, 14)] ?? 0) + 1;
    }
    expect(Math.min(...minutes)).toBeGreaterThan(35);
    expect(Math.max(...minutes)).toBeLessThan(105);
  });
});

describe('dueLooks', () => {
  const look = (name: string, time: string) => ({ name, nextLook: time });

  test('takes what is due, the longest overdue first, and no more than one run can do', () => {
    const looks = [look('b', NOW), look('later', '2026-01-01T00:15:00.001Z'), look('a', EARLIER), look('c', NOW)];
    expect(dueLooks(looks, new Date(NOW), 2).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
