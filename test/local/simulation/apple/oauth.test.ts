import { authorizationHeader } from '../../../../lib/adapters/apple/oauth';
import {
  hmacSignature,
  isSignedWith,
  normalize,
  parseAuthorization,
  readFields,
  signatureBaseString,
} from '../../../../lib/local/simulation/apple/oauth';

/** The examples of RFC 5849, sections 1.2 and 3.4.1. */
const TEMPORARY = {
  method: 'POST',
  url: 'https://photos.example.net/initiate',
  authorization:
    'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131200", oauth_nonce="wIjqoS", oauth_callback="http%3A%2F%2Fprinter.example.com%2Fready", oauth_signature="74KNZJeDHnMBp0EMJ9ZHt%2FXKycU%3D"',
};
const TOKEN = {
  method: 'POST',
  url: 'https://photos.example.net/token',
  authorization:
    'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="hh5s93j4hdidpola", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="walatlh", oauth_verifier="hfdp7dh39dks9884", oauth_signature="gKgrFCywp7rO0OXSjdot%2FIHF7IU%3D"',
};
const PHOTO = {
  method: 'GET',
  url: 'http://photos.example.net/photos?file=vacation.jpg&size=original',
  authorization:
    'OAuth realm="Photos", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131202", oauth_nonce="chapoH", oauth_signature="MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D"',
};
const ALL_SOURCES = {
  method: 'POST',
  url: 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
  form: 'c2&a3=2+q',
  authorization:
    'OAuth realm="Example", oauth_consumer_key="9djdj82h48djs9d2", oauth_token="kkk9d7dh3k39sjv7", oauth_signature_method="HMAC-SHA1", oauth_timestamp="137131201", oauth_nonce="7d8f3e4a", oauth_signature="bYT5CMsGcbgUdFHObYMEfcx6bsw%3D"',
};

describe('the vectors of RFC 5849', () => {
  test.each([
    ['temporary credentials (1.2)', TEMPORARY, ''],
    ['token credentials (1.2)', TOKEN, 'hdhd0244k9j7ao03'],
    ['a protected resource (1.2)', PHOTO, 'pfkkdhi9sl3r4s00'],
  ])('%s: the signature holds', (_, request, tokenSecret) => {
    expect(isSignedWith(request, { consumer: 'kd94hf93k423kf44', token: tokenSecret })).toBe(true);
    expect(isSignedWith(request, { consumer: 'kd94hf93k423kf45', token: tokenSecret })).toBe(false);
    expect(isSignedWith({ ...request, method: 'PUT' }, { consumer: 'kd94hf93k423kf44', token: tokenSecret })).toBe(
      false,
    );
  });

  test('parameters of header, query and body make the base string (3.4.1.1)', () => {
    expect(signatureBaseString(ALL_SOURCES)).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    );
  });

  test('parameters are sorted by encoded name, then by value (3.4.1.3.2)', () => {
    const parameters = [
      ['b5', '=%3D'],
      ['a3', 'a'],
      ['c@', ''],
      ['a2', 'r b'],
      ['a3', '2 q'],
      ['c2', ''],
    ] as const;
    expect(normalize(parameters)).toBe('a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=');
  });

  test('a port that is not the default one is part of the base string (3.4.1.2)', () => {
    const request = { method: 'get', url: 'https://www.example.net:8080/?q=1', authorization: 'OAuth' };
    expect(signatureBaseString(request)).toBe('GET&https%3A%2F%2Fwww.example.net%3A8080%2F&q%3D1');
  });
});

describe('parseAuthorization', () => {
  test.each(['', 'Basic dXNlcg==', 'OAuth oauth_nonce=bare', 'OAuth oauth_nonce="%zz"'])('refuses %j', (header) => {
    expect(parseAuthorization(header)).toBeUndefined();
  });
});

describe('readFields', () => {
  const good = [
    ['oauth_consumer_key', 'c'],
    ['oauth_token', 't'],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_signature', 's'],
    ['oauth_timestamp', '1'],
    ['oauth_nonce', 'n'],
  ] as const;

  test('reads them, with or without a version', () => {
    const fields = { consumerKey: 'c', token: 't', signature: 's', timestamp: 1, nonce: 'n' };
    expect(readFields(good)).toEqual(fields);
    expect(readFields([...good, ['oauth_version', '1.0']])).toEqual(fields);
  });

  test.each(good.map(([name]) => name))('refuses a request without %s', (name) => {
    expect(readFields(good.filter(([each]) => each !== name))).toBeUndefined();
  });

  test.each([
    ['twice the same field', [...good, ['oauth_nonce', 'm']]],
    ['another version', [...good, ['oauth_version', '2.0']]],
    ['another method', good.map(([name, value]) => [name, name === 'oauth_signature_method' ? 'PLAINTEXT' : value])],
    ['a time that is none', good.map(([name, value]) => [name, name === 'oauth_timestamp' ? 'now' : value])],
  ])('refuses %s', (_, parameters) => {
    expect(readFields(parameters as [string, string][])).toBeUndefined();
  });
});

describe('client and server', () => {
  const url = 'https://mdmenrollment.apple.com/session';
  const token = {
    consumerKey: 'CK_1',
    consumerSecret: "c&s+'(!)* %",
    accessToken: 'AT_1/ä',
    accessSecret: 'a=s~-._',
    expiresAt: 0,
  };
  const authorization = authorizationHeader({ method: 'GET', url }, token, { nonce: 'n-1', timestamp: 1_795_248_000 });

  test('agree on signatures, whatever is in the secrets', () => {
    const secrets = { consumer: token.consumerSecret, token: token.accessSecret };
    expect(isSignedWith({ method: 'GET', url, authorization }, secrets)).toBe(true);
    expect(isSignedWith({ method: 'GET', url, authorization }, { ...secrets, token: 'other' })).toBe(false);
  });

  test('agree on the header', () => {
    expect(authorization).toMatch(/^OAuth realm="ADM", /);
    expect(Object.fromEntries(parseAuthorization(authorization) ?? [])).toMatchObject({
      realm: 'ADM',
      oauth_consumer_key: 'CK_1',
      oauth_token: 'AT_1/ä',
      oauth_signature_method: 'HMAC-SHA1',
      oauth_timestamp: '1795248000',
      oauth_nonce: 'n-1',
      oauth_version: '1.0',
    });
  });

  test('the client reproduces the vector of a protected resource', () => {
    const photo = { ...token, consumerKey: 'dpf43f3p2l4k3l03', consumerSecret: 'kd94hf93k423kf44' };
    const access = { accessToken: 'nnch734d00sl2jdk', accessSecret: 'pfkkdhi9sl3r4s00' };
    const stamp = { nonce: 'chapoH', timestamp: 137131202 };
    const header = authorizationHeader({ method: 'GET', url: PHOTO.url }, { ...photo, ...access }, stamp);
    // The client also says its version, which is signed like everything else: computed here by the server's rules.
    const expected = hmacSignature(
      signatureBaseString({ ...PHOTO, authorization: `${PHOTO.authorization}, oauth_version="1.0"` }),
      'kd94hf93k423kf44',
      'pfkkdhi9sl3r4s00',
    );
    expect(Object.fromEntries(parseAuthorization(header) ?? [])['oauth_signature']).toBe(expected);
  });
});
