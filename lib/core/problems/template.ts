import type { ProblemDefinitions } from './definition';

/** What AWS would refuse or misread in a synthesized template although CloudFormation's own rules accept it. */
export const templateProblems = {
  'template.tls-floor': {
    title: 'Old TLS allowed',
    meaning: 'A distribution accepts viewers below the policy TLSv1.2_2021.',
    remedy: 'Set `minimumProtocolVersion` to TLS_V1_2_2021 or later.',
  },
  'template.origin-unknown': {
    title: 'Origin unknown',
    meaning: 'A behaviour or an origin group names an origin that the distribution does not have.',
    remedy: 'Name an origin, or an origin group, of the same distribution.',
  },
  'template.alias-twice': {
    title: 'Alias on two distributions',
    meaning: 'CloudFront gives a name to one distribution only; the second deployment would fail.',
    remedy: 'Leave the name to one of them.',
  },
  'template.edge-unversioned': {
    title: 'Edge function without version',
    meaning: 'CloudFront accepts only a numbered version of a function.',
    remedy: 'Associate the ARN of a version, best by its SSM parameter.',
  },
  'template.forwarded-values': {
    title: 'ForwardedValues beside a cache policy',
    meaning: 'A behaviour states in both the old and the new way what is forwarded; CloudFront refuses that.',
    remedy: 'Keep the cache policy.',
  },
  'template.header-budget': {
    title: 'Origin headers over the budget',
    meaning:
      'CloudFront allows 30 custom headers an origin, 1,783 characters a value and 10,240 in all; values are visible ASCII.',
    remedy: 'Use fewer rules, shorter messages or shorter paths in the policy.',
  },
  'template.origin-group': {
    title: 'Origin group that cannot fail over',
    meaning: 'CloudFront accepts groups of two different origins only, in behaviours of GET, HEAD and OPTIONS only.',
    remedy: 'Name two origins, and send other methods to one of them in a separate behaviour.',
  },
  'template.route-unknown': {
    title: 'Settings for a missing route',
    meaning: 'A stage of an HTTP API names a route that is missing, or that may be created after it.',
    remedy: 'Name a route of the same API, and make the stage depend on it.',
  },
} satisfies ProblemDefinitions;
