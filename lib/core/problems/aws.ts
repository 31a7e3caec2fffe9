import type { ProblemDefinitions } from './definition';

/** Why a call to AWS failed, by what a person can do about it. */
export const awsProblems = {
  'aws.credentials-missing': {
    title: 'No AWS credentials',
    meaning: 'Neither the environment nor a profile gives credentials, or the sign-in session has ended.',
    remedy: 'Sign in (`aws sso login`), or set AWS_PROFILE; `aws sts get-caller-identity` shows whether it worked.',
  },
  'aws.credentials-expired': {
    title: 'AWS credentials have expired',
    meaning: 'The credentials were temporary, and have expired.',
    remedy: 'Sign in again, for example with `aws sso login`, and repeat the command.',
  },
  'aws.credentials-invalid': {
    title: 'AWS does not know the credentials',
    meaning: 'The access key is unknown or deactivated, or does not match its secret.',
    remedy: 'Check AWS_PROFILE and the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and the clock.',
  },
  'aws.denied': {
    title: 'AWS denies the call',
    meaning: 'The credentials are valid, but do not permit what the message names.',
    remedy: 'Give the role the permission that the message names, or use another role.',
  },
  'aws.throttled': {
    title: 'Throttled by AWS',
    meaning: 'The account makes more calls than AWS allows, and still did after more than a minute of waiting.',
    remedy: 'Wait a few minutes and repeat the command. Check whether another program calls AWS at the same time.',
  },
  'aws.unreachable': {
    title: 'AWS not reached',
    meaning: 'No connection to the endpoint could be made.',
    remedy: 'Check the network, the proxy and AWS_ENDPOINT_URL.',
  },
  'aws.refused': {
    title: 'AWS refuses the call',
    meaning: 'AWS understood the call and answered with an error of its own.',
    remedy: 'Look up the name of the error in the documentation of the service.',
  },
  'aws.wrong-account': {
    title: 'Another AWS account',
    meaning: 'The credentials belong to another account than the one in signpost.config.ts.',
    remedy: 'Choose the profile of the account, or correct `account` in signpost.config.ts.',
  },
} satisfies ProblemDefinitions;
