import type { ImitatedRule } from './rule';

/** What the services answer that onboarding asks. */
export const controlPlaneRules = {
  'control.error-names': {
    rule: 'XML services call their refusals ExpiredToken, InvalidClientTokenId, Throttling and AccessDenied; JSON services ExpiredTokenException, UnrecognizedClientException, TooManyRequestsException or ThrottlingException, and AccessDeniedException.',
    mark: 'documented',
    proof:
      'AWS_SESSION_TOKEN=expired aws route53 list-hosted-zones; AWS_SESSION_TOKEN=expired aws acm list-certificates',
  },
  'control.caller-identity': {
    rule: 'GetCallerIdentity needs no permission and cannot be denied.',
    mark: 'documented',
    proof: 'aws sts get-caller-identity with a role that has no policy at all',
  },
  'control.lambda-latest-listed': {
    rule: 'ListVersionsByFunction lists $LATEST beside the numbered versions, 50 on a page.',
    mark: 'documented',
    proof: 'aws lambda list-versions-by-function --function-name $FUNCTION --query "Versions[].Version"',
  },
  'control.lambda-replicas': {
    rule: 'A version that CloudFront uses, or still has replicas of, cannot be deleted: InvalidParameterValueException.',
    mark: 'documented',
    proof: 'aws lambda delete-function --function-name $FUNCTION --qualifier <version in use>',
  },
  'control.route53-order': {
    rule: 'ListHostedZonesByName starts at the given name and continues in the order of the reversed labels; several zones may have the same name.',
    mark: 'documented',
    proof: 'aws route53 list-hosted-zones-by-name --dns-name $DOMAIN --max-items 2',
  },
  'control.route53-private': {
    rule: 'A private zone has no delegation set.',
    mark: 'documented',
    proof: 'aws route53 get-hosted-zone --id <private zone> --query DelegationSet',
  },
  'control.acm-name-length': {
    rule: 'The first name of a certificate has 64 characters at most.',
    mark: 'documented',
    proof: 'aws acm request-certificate --validation-method DNS --domain-name <65 characters>',
  },
  'control.acm-idempotency': {
    rule: 'RequestCertificate with the same token and name within an hour gives the same certificate.',
    mark: 'documented',
    proof: 'aws acm request-certificate --validation-method DNS --idempotency-token a --domain-name $DOMAIN, twice',
  },
  'control.acm-one-record': {
    rule: 'All certificates of a domain in an account are validated by the same CNAME record.',
    mark: 'documented',
    proof: 'aws acm describe-certificate of two certificates of a domain: the same ResourceRecord',
  },
  'control.acm-record-later': {
    rule: 'The CNAME record of a certificate is not available for some seconds after the request.',
    mark: 'documented',
    proof: 'aws acm describe-certificate at once after request-certificate: no ResourceRecord',
  },
  'control.acm-key-types': {
    rule: 'ListCertificates shows RSA certificates of 1,024 and 2,048 bits unless other key types are asked for.',
    mark: 'documented',
    proof: 'aws acm list-certificates, with and without --includes keyTypes=EC_prime256v1',
  },
  'control.acm-validation': {
    rule: 'A certificate is issued once its CNAME record exists and CAA records allow Amazon; CAA_ERROR where they do not; after 72 hours the request has timed out. Here the record is looked up at each call.',
    mark: 'documented',
    proof: 'aws acm describe-certificate before and after the record is added',
  },
  'control.acm-in-use': {
    rule: 'A certificate that a resource uses cannot be deleted: ResourceInUseException; CloudFront is among InUseBy until some time after its distribution is gone.',
    mark: 'documented',
    proof: 'aws acm delete-certificate --certificate-arn <certificate of a front>',
  },
  'control.quota-default': {
    rule: 'GetServiceQuota answers NoSuchResourceException where only the default value holds.',
    mark: 'documented',
    proof: 'aws service-quotas get-service-quota --service-code acm --quota-code L-F141DD1D',
  },
} satisfies Readonly<Record<string, ImitatedRule>>;
