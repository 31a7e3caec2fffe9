import type { ProblemDefinitions } from './definition';

/** What the doctor finds between a device and a server: names, addresses, TLS. */
export const doctorConnectionProblems = {
  'dns.no-name': {
    title: 'No DNS name',
    meaning: 'The name does not exist, so no device finds a server.',
    remedy: 'Add A and AAAA records for the domain; for a front, those that `signpost plan` shows.',
  },
  'dns.no-address': {
    title: 'Name without address',
    meaning: 'The name exists in DNS, for example with mail records, but has no address to connect to.',
    remedy: 'Add A and AAAA records for the domain; for a front, those that `signpost plan` shows.',
  },
  'dns.dangling-alias': {
    title: 'Dangling CNAME',
    meaning:
      'The name is an alias of a name that no longer exists: devices find no server, and a stranger may be able to register that name.',
    remedy: 'Point the CNAME to the host that serves the domain now, or replace it by A and AAAA records.',
  },
  'dns.alias-loop': {
    title: 'CNAME loop',
    meaning: 'The aliases lead back to themselves, so the lookup never ends in an address.',
    remedy: 'Correct the CNAME records so that the last one names a host with addresses.',
  },
  'dns.dnssec': {
    title: 'DNSSEC failure',
    meaning: 'Resolvers that validate refuse the answer: people on some networks find no server, others do.',
    remedy:
      'Renew the signatures, or correct or remove the DS record at the registrar. It is often forgotten when the DNS provider changes.',
  },
  'dns.server-failure': {
    title: 'Name servers fail',
    meaning: 'The name servers of the domain give no usable answer.',
    remedy: 'Check that the name servers listed at the registrar hold the zone and answer.',
  },
  'dns.ipv6-elsewhere': {
    title: 'IPv6 leads elsewhere',
    meaning:
      'A and AAAA records lead to different servers. Devices with IPv6 reach the wrong one, so enrollment fails on some networks.',
    remedy: 'Make the AAAA record lead to the same server as the A record, or remove it.',
  },
  'dns.alias-at-apex': {
    title: 'CNAME at the apex',
    meaning:
      'A CNAME must not exist beside the other records of the apex. Some resolvers then lose the mail or name server records, others the address.',
    remedy: 'Use the ALIAS, ANAME or flattening of the DNS provider instead.',
  },
  'dns.caa-forbids': {
    title: 'CAA forbids the authority',
    meaning:
      'CAA records forbid the certificate authority to issue for the domain: a new certificate or the next renewal fails.',
    remedy: 'Add a CAA record for the authority beside the existing ones.',
  },
  'dns.validation-record': {
    title: 'Validation record gone',
    meaning:
      'The record that validates the certificate of the front is missing: the certificate works until it expires, and is not renewed.',
    remedy: 'Add the record again, and keep it for as long as the certificate is in use.',
  },
  'dns.service-binding': {
    title: 'HTTPS record leads elsewhere',
    meaning:
      'Apple devices ask for the HTTPS record as well, and it leads them to another port or address than the A and AAAA records.',
    remedy: 'Make the HTTPS record match the A and AAAA records, or remove it.',
  },
  'network.internal-address': {
    title: 'Not a public address',
    meaning: 'The host resolves to an address of an internal network, which devices outside of it cannot reach.',
    remedy: 'Publish a public address. If devices enroll in the internal network only, check again from inside it.',
  },
  'network.plain-http-only': {
    title: 'http only',
    meaning: 'The server answers on port 80 but not on port 443. Devices use https only.',
    remedy: 'Set up https with a public certificate for the domain, and open port 443.',
  },
  'tls.not-tls': {
    title: 'No TLS on port 443',
    meaning: 'The server on port 443 does not speak TLS.',
    remedy: 'Make the web server speak TLS on port 443; in nginx, use `listen 443 ssl;`.',
  },
  'tls.outdated-version': {
    title: 'TLS version outdated',
    meaning: 'The server speaks TLS 1.0 or 1.1 only, which Apple devices refuse.',
    remedy: 'Switch TLS 1.2 and 1.3 on.',
  },
  'tls.handshake-failed': {
    title: 'TLS handshake fails',
    meaning: 'The server breaks off the handshake, often because it does not know this host name.',
    remedy: 'Give the server a virtual host and a certificate for exactly this name.',
  },
  'tls.client-certificate': {
    title: 'Client certificate requested',
    meaning: 'The server asks the device for a client certificate. A device that enrolls has none, and gives up.',
    remedy: 'Do not request client certificates on this host; move services that need them to another host.',
  },
  'tls.self-signed': {
    title: 'Self-signed certificate',
    meaning: 'No authority vouches for the certificate, so the device refuses it.',
    remedy: "Install a certificate of a public authority, such as ACM for a front or Let's Encrypt for a server.",
  },
  'tls.chain-incomplete': {
    title: 'Certificate chain incomplete',
    meaning:
      'The server does not send the intermediate certificate. Browsers often have it already; devices that enroll do not fetch it.',
    remedy: 'Send the full chain: the file that the authority calls fullchain or bundle, not the certificate alone.',
  },
  'tls.private-authority': {
    title: 'Private certificate authority',
    meaning:
      "The certificate comes from the company's own authority. A device that is not yet managed does not trust it.",
    remedy: 'Install a certificate of a public authority on this host.',
  },
  'tls.issuer-unknown': {
    title: 'Issuer unknown',
    meaning:
      'The chain ends at an unknown issuer that could not be fetched: it is private, or its certificate is missing.',
    remedy: 'Send the full chain of a public authority.',
  },
  'tls.expired': {
    title: 'Certificate expired',
    meaning: 'The device refuses the certificate.',
    remedy:
      'Renew it, and find out why it was not renewed automatically: a missing validation record, a CAA record, a server that was not reloaded.',
  },
  'tls.not-yet-valid': {
    title: 'Certificate not yet valid',
    meaning: 'The certificate is valid only from a later time, so the device refuses it.',
    remedy: 'Wait until then or install another one; check the clock of the machine that made it.',
  },
  'tls.expires-soon': {
    title: 'Certificate about to expire',
    meaning: 'The certificate still works, but its renewal is late.',
    remedy:
      'Find out why it has not been renewed yet: a missing validation record, a CAA record, a server that was not reloaded.',
  },
  'tls.other-name': {
    title: 'Certificate for another name',
    meaning: 'The certificate does not name the host that the device asked, often only its `www.`.',
    remedy: 'Install a certificate that names exactly this host, the bare domain included.',
  },
  'tls.wildcard-apex': {
    title: 'Wildcard does not cover the apex',
    meaning: '`*.domain` covers the names below the domain, never the bare domain that devices ask.',
    remedy: 'Order a certificate for both names: the bare domain and the wildcard.',
  },
  'tls.weak-key': {
    title: 'Key too weak',
    meaning: 'A key in the chain is shorter than Apple devices accept.',
    remedy: 'Order a certificate with an RSA key of 2048 bits or more, or an EC key of 256 or more.',
  },
  'tls.weak-signature': {
    title: 'Signature too weak',
    meaning: 'A certificate in the chain is signed with SHA-1 or worse, which Apple devices refuse.',
    remedy: 'Order a certificate signed with SHA-256.',
  },
  'tls.old-cipher': {
    title: 'Old cipher',
    meaning: 'From the OS 27 releases on, devices require ECDHE with an AEAD cipher.',
    remedy: 'Switch TLS 1.3 on, or ECDHE with AES-GCM on TLS 1.2.',
  },
  'tls.no-extended-master-secret': {
    title: 'No extended master secret',
    meaning: 'From the OS 27 releases on, devices require the extended master secret on TLS 1.2.',
    remedy: 'Switch TLS 1.3 on, or update the TLS library of the server or load balancer.',
  },
} satisfies ProblemDefinitions;
