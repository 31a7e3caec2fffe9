import { judgeFallback } from '../../../lib/core/checks/fallback';
import { interpretResponse } from '../../../lib/core/discovery/interpret';
import type { ResolvedPolicy } from '../../../lib/core/discovery/policy';
import { problem } from '../../../lib/core/problems';
import { failed, ok } from '../../../lib/core/result';
import { NA1 } from '../../support/tenant-records';

const URL_OF_MAIN = 'https://discovery.example/t/acme/s/main/.well-known/com.apple.remotemanagement';
const MDM = ok({ enrollment: 'byod' as const, baseUrl: 'https://mdm.example/enroll', warnings: [] });
const REFUSED = failed(problem('response.refused', 'Cannot use the answer: refused; expected 200'));
const endedWith = (status: number) => interpretResponse({ status, headers: {}, body: new Uint8Array() });
const NOT_FOUND = endedWith(404);
const DOWN = 'Cannot reach na1.mdm.example: ECONNREFUSED; expected a server';
const NO_SERVER = failed(problem('network.refused', DOWN));

const policy = (answer: ResolvedPolicy['otherwise']): ResolvedPolicy => ({ ...NA1, otherwise: answer });
const REFUSE = policy({ kind: 'refuse', message: 'not here' });
const ABSENT = policy({ kind: 'absent' });
const PHONES_ONLY: ResolvedPolicy = { ...ABSENT, rules: [{ when: { families: ['iPhone'] }, answer: NA1.otherwise }] };

describe('judgeFallback', () => {
  test.each([
    ['an MDM either way', NA1, MDM, MDM],
    ['a refusal that is declared', REFUSE, REFUSED, REFUSED],
    ['nothing, as declared', ABSENT, NOT_FOUND, NOT_FOUND],
    ['an MDM for those that the rules name', PHONES_ONLY, MDM, NOT_FOUND],
  ])('%s serves', (_case, declared, withParameters, without) => {
    expect(judgeFallback(URL_OF_MAIN, declared, { withParameters, without })).toMatchObject({
      word: 'serving',
      findings: [],
    });
  });

  test.each([
    ['an MDM that is down', NA1, NO_SERVER, NO_SERVER, ['network.refused']],
    ['an MDM with a query only', NA1, MDM, NOT_FOUND, ['adde.url-needs-query']],
    ['a refusal instead of an MDM', NA1, REFUSED, REFUSED, ['response.refused']],
    ['an MDM instead of a refusal', REFUSE, MDM, MDM, ['policy.other-answer']],
    ['a backend that is down instead of nothing', ABSENT, endedWith(503), endedWith(503), ['response.status']],
    ['a wall instead of nothing', ABSENT, endedWith(401), NOT_FOUND, ['response.status']],
    ['a refusal instead of nothing', ABSENT, REFUSED, NOT_FOUND, ['response.refused']],
  ])('%s is stuck', (_case, declared, withParameters, without, codes) => {
    const { word, findings } = judgeFallback(URL_OF_MAIN, declared, { withParameters, without });
    expect(word).toBe('stuck');
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });

  test('says what was expected, and what was found', () => {
    const { findings, sentence } = judgeFallback(URL_OF_MAIN, NA1, { withParameters: MDM, without: NO_SERVER });
    expect(findings[0]).toMatchObject({
      host: 'discovery.example',
      expected: 'a way to a discovery document',
      found: DOWN,
    });
    expect(sentence).toContain('ECONNREFUSED');
  });

  test.each([
    ['where a device enrolls', NA1, MDM, "A device that comes by Apple's fallback enrolls (BYOD) at mdm.example"],
    ['that none is led to an MDM', REFUSE, REFUSED, 'gets the declared answer, which is no MDM'],
  ])('says %s', (_case, declared, withParameters, words) => {
    expect(judgeFallback(URL_OF_MAIN, declared, { withParameters, without: withParameters }).sentence).toContain(words);
  });

  test('wants no document where none is declared', () => {
    const down = endedWith(503);
    const { findings, sentence } = judgeFallback(URL_OF_MAIN, ABSENT, { withParameters: down, without: down });
    expect(findings).toMatchObject([{ expected: 'a true 404', found: 'status 503' }]);
    expect(sentence).toBe('The fallback fails: status 503');
  });
});
