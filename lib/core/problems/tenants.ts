import type { ProblemDefinitions } from './definition';

/** What is wrong in `tenants/`, `clusters.ts` or `signpost.config.ts`. */
export const tenantsProblems = {
  'tenant.file-name': {
    title: 'File name is not a tenant id',
    meaning:
      'A file in tenants/ is named after its tenant: lower-case letters, digits and hyphens, 2 to 32 characters.',
    remedy: 'Rename the file, for example to tenants/acme.ts.',
  },
  'tenant.file-unreadable': {
    title: 'File does not load',
    meaning: 'The file has a syntax error, throws while it is read, or takes too long.',
    remedy: 'Correct the file; it should only state data.',
  },
  'tenant.import': {
    title: 'Import refused',
    meaning: 'These files run with deployment rights, so they may import "signpost" and nothing else.',
    remedy: 'Remove the import and state the data in the file.',
  },
  'tenant.no-default-export': {
    title: 'No default export',
    meaning: 'The file has no default export.',
    remedy: 'Begin the declaration with `export default`.',
  },
  'tenant.schema': {
    title: 'Field not valid',
    meaning: 'A field is unknown, missing, or has a value of the wrong kind.',
    remedy: 'Correct the value at the path that the message names.',
  },
  'tenant.domain': {
    title: 'Not an e-mail domain',
    meaning: 'A key under `domains` is not a domain in its normal form.',
    remedy: 'Write the domain as in an e-mail address, behind the "@": lower case, no scheme, no trailing dot.',
  },
  'tenant.domain-twice': {
    title: 'Domain declared twice',
    meaning: 'A domain is declared once, by one tenant; the discoveryDomain belongs to the backend.',
    remedy: 'Remove one of the two declarations.',
  },
  'tenant.cluster-unknown': {
    title: 'Unknown cluster',
    meaning: 'The policy names a cluster that is not in clusters.ts.',
    remedy: 'Correct the name, or add the cluster to clusters.ts.',
  },
  'tenant.cluster-loop': {
    title: 'Cluster is a served domain',
    meaning: "A cluster's host is a tenant's own domain, or the backend's: devices would be sent in a circle.",
    remedy: "Give the MDM's own host name in clusters.ts.",
  },
  'tenant.website-loop': {
    title: 'Website leads back to itself',
    meaning: 'The website redirect or the pass-through origin leads back to the domain itself.',
    remedy: 'Name another host, such as www, or the host name of the web server behind it.',
  },
  'tenant.policy-too-large': {
    title: 'Policy over the header budget',
    meaning: 'The policy is stored in origin headers, of which CloudFront allows 10,240 characters in all.',
    remedy: 'Use fewer rules, shorter messages or shorter paths.',
  },
  'tenant.fallback-needed': {
    title: 'Fallback not stated',
    meaning:
      'Two servers share a discovery policy with rules, so each needs its own answer for devices that Apple sends on.',
    remedy: 'Give each server its own `fallback`.',
  },
  'tenant.secret-twice': {
    title: 'Secret shared by two servers',
    meaning:
      'Apple holds one ADDE URL per token: of two servers that name the same secret, the one that is set last would take the devices of the other.',
    remedy: "Name the secret of this server's own MDM, or remove the server; it may be left over from a copied file.",
  },
  'tenant.too-many-fronts': {
    title: 'More fronts than an account serves',
    meaning: 'CloudFront allows 500 distributions with one edge function; Signpost uses 450 at most.',
    remedy: 'Move tenants to another account.',
  },
  'tenant.not-found': {
    title: 'No such tenant',
    meaning: 'No tenant has this id or this domain.',
    remedy: 'Check the spelling; the files in tenants/ name the tenants.',
  },
} satisfies ProblemDefinitions;
