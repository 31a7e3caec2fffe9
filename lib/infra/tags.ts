import { type Stack, Tags } from 'aws-cdk-lib';

/** Puts the tags on every resource of the stack that takes any. */
export function tagResources(stack: Stack, tags: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
}
