/**
 * TLS settings of an observer: what is weak is seen, not refused, and judged later. SHA-1 is offered last, as servers
 * show a weakly signed certificate only to those who say that they would take it.
 */
export const LENIENT_TLS = {
  ciphers: 'DEFAULT@SECLEVEL=0',
  sigalgs: [
    'ecdsa_secp256r1_sha256:ecdsa_secp384r1_sha384:ecdsa_secp521r1_sha512:ed25519',
    'rsa_pss_rsae_sha256:rsa_pss_rsae_sha384:rsa_pss_rsae_sha512',
    'rsa_pkcs1_sha256:rsa_pkcs1_sha384:rsa_pkcs1_sha512',
    'ECDSA+SHA1:RSA+SHA1',
  ].join(':'),
  rejectUnauthorized: false,
} as const;
