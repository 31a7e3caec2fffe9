import type { ProblemDefinitions } from './definition';

/** What prevents a tenant's deployment from declaring the tenant to the backend. */
export const declarationProblems = {
  'declaration.unreadable': {
    title: 'Declaration not understood',
    meaning: "The tenant's stack sent a declaration that the backend cannot read.",
    remedy: 'Deploy the Backend stack, then the tenant, both from the same version of the code.',
  },
  'declaration.wrong-stage': {
    title: 'Declaration for another stage',
    meaning: "The tenant's stack belongs to one stage and called the backend of another.",
    remedy: 'Deploy the tenant again, so that it reads the parameter of its own stage.',
  },
  'declaration.too-large': {
    title: 'Declaration too large',
    meaning: "A tenant's domains, servers and policies are sent to the backend in one message of limited size.",
    remedy: 'Let domains share one policy, shorten messages, or declare the further domains in a second tenant file.',
  },
  'declaration.domain-claimed': {
    title: 'Domain belongs to another tenant',
    meaning: 'A domain belongs to one tenant at a time, and another tenant has this one.',
    remedy:
      "To move it: remove the domain from the other tenant's file and deploy that tenant (or destroy its stack), then deploy this tenant again.",
  },
  'declaration.override-in-force': {
    title: 'Override in force',
    meaning: 'The deployment would move the decision from the backend to the edge, while an override is in force.',
    remedy:
      'Remove the override with `npx signpost override remove <domain>`, or wait until it ends; then deploy again.',
  },
  'declaration.busy': {
    title: 'Too many writers at once',
    meaning: 'Another process kept changing the tenant during its declaration.',
    remedy: 'Deploy the tenant again.',
  },
  'declaration.failed': {
    title: 'Declaration could not be stored',
    meaning: 'The table could not be read or written.',
    remedy: "Deploy the tenant again; the log of the declare function has the request's id and the kind of error.",
  },
} satisfies ProblemDefinitions;
