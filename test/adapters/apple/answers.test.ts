import { errorWord, readAccount, readAddeUrl, readSession, readWritten } from '../../../lib/adapters/apple/answers';

type Answer = Parameters<typeof readAddeUrl>[0];

function answer(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return { kind: 'answer', status, headers, body };
}

const URL_BODY = '{"mdm_service_discovery_url":"https://a.example/","last_updated_timestamp":"2026-11-21T08:00:00Z"}';

describe('readAddeUrl', () => {
  test('reads URL and time', () => {
    const setTime = Date.parse('2026-11-21T08:00:00Z');
    expect(readAddeUrl(answer(200, URL_BODY))).toEqual({
      ok: true,
      value: { kind: 'url', url: 'https://a.example/', setTime },
    });
  });

  test('reads a URL whose time cannot be read', () => {
    const body = '{"mdm_service_discovery_url":"https://a.example/","last_updated_timestamp":"yesterday"}';
    expect(readAddeUrl(answer(200, body))).toEqual({ ok: true, value: { kind: 'url', url: 'https://a.example/' } });
  });

  test.each(['NOT_FOUND', '"NOT_FOUND"', ' "NOT_FOUND"\n'])('reads %j as none', (body) => {
    expect(readAddeUrl(answer(404, body))).toEqual({ ok: true, value: { kind: 'none' } });
  });

  test.each([
    [404, '<html>not found</html>', 'apple.answer-unreadable'],
    [200, '', 'apple.answer-unreadable'],
    [200, '{"mdm_service_disc', 'apple.answer-unreadable'],
    [200, '[]', 'apple.answer-unreadable'],
    [200, '{}', 'apple.answer-unreadable'],
    [400, '"ORG_NOT_SUPPORTED"', 'apple.org-not-supported'],
    [403, '"T_C_NOT_SIGNED"', 'apple.terms-not-signed'],
    [403, 'ACCESS_DENIED', 'apple.access-denied'],
    [403, '"FORBIDDEN"', 'apple.session-refused'],
    [401, '', 'apple.session-refused'],
    [429, '', 'apple.throttled'],
    [500, '', 'apple.unavailable'],
    [502, '<html>', 'apple.unavailable'],
    [503, '', 'apple.unavailable'],
    [302, '', 'apple.answer-unreadable'],
  ])('%d %j is %s', (status, body, code) => {
    expect(readAddeUrl(answer(status, body))).toMatchObject({ ok: false, problem: { code } });
  });

  test('a 503 that says when to come back is throttling', () => {
    expect(readAddeUrl(answer(503, '', { 'retry-after': '9' }))).toMatchObject({
      problem: { code: 'apple.throttled' },
    });
  });

  test('never repeats what Apple sent', () => {
    const result = readAddeUrl(answer(403, 'person@acme.example is not allowed'));
    expect(JSON.stringify(result)).not.toContain('person@');
  });
});

describe('readSession', () => {
  test.each([
    [200, '{"auth_session_token":"s"}', undefined],
    [200, '{"auth_session_token":""}', 'apple.answer-unreadable'],
    [200, 'half', 'apple.answer-unreadable'],
    [400, '', 'apple.oauth-malformed'],
    [401, '', 'apple.token-rejected'],
    [403, '"FORBIDDEN"', 'apple.token-rejected'],
    [403, 'T_C_NOT_SIGNED', 'apple.terms-not-signed'],
    [403, '"ACCESS_DENIED"', 'apple.access-denied'],
    [503, '', 'apple.unavailable'],
  ])('%d %j', (status, body, code) => {
    const result = readSession(answer(status, body));
    expect(result.ok ? undefined : result.problem.code).toBe(code);
  });
});

describe('readWritten', () => {
  test.each(['', '{}', 'anything', '"SUCCESS"'])('is content with any body: %j', (body) => {
    expect(readWritten(answer(200, body), 'set it').ok).toBe(true);
  });

  test.each([
    ['"MDM_SERVICE_DISCOVERY_URL_REQUIRED"', 'apple.url-required'],
    ['MDM_SERVICE_DISCOVERY_URL_NOT_VALID', 'apple.url-not-valid'],
    ['"ORG_NOT_SUPPORTED"', 'apple.org-not-supported'],
  ])('400 %s is %s', (body, code) => {
    expect(readWritten(answer(400, body), 'set it')).toMatchObject({ problem: { code } });
  });
});

describe('readAccount', () => {
  const account = { server_name: 'Main', server_uuid: 'U', org_name: 'Acme', admin_id: 'admin@acme.example' };

  test('takes the names, and leaves the address of the administrator', () => {
    const result = readAccount(answer(200, JSON.stringify(account)));
    expect(result).toEqual({ ok: true, value: { serverName: 'Main', serverUuid: 'U', orgName: 'Acme' } });
  });

  test.each([
    [[{ uri: '/account-driven-enrollment/profile', http_method: ['GET'] }], true],
    [[{ uri: '/account' }, 'nonsense'], false],
  ])('says whether the ADDE URL is offered: %j', (urls, offersAddeUrl) => {
    expect(readAccount(answer(200, JSON.stringify({ ...account, urls })))).toMatchObject({ value: { offersAddeUrl } });
  });

  test.each(['', '{}', '{"server_name":7}'])('refuses %j', (body) => {
    expect(readAccount(answer(200, body)).ok).toBe(false);
  });
});

test.each([
  ['"T_C_NOT_SIGNED"', 'T_C_NOT_SIGNED'],
  ['T_C_NOT_SIGNED\r\n', 'T_C_NOT_SIGNED'],
  ['{"code":"T_C_NOT_SIGNED"}', 'T_C_NOT_SIGNED'],
  ['', ''],
  ['nothing here', ''],
])('the word of %j is %j', (body, word) => expect(errorWord(body)).toBe(word));
