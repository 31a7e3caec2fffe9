import { unknownReason } from '../observation';
import type { DomainFacts, OffboardFacts } from './facts';
import { frontsLeft, isStackGone } from './fronts';
import { type OffboardStep, offboardStep } from './step';

/** The tenant's stack, once Apple has no URL of the tenant and no domain leads to its fronts any more. */
export function stackSteps(facts: OffboardFacts, before: readonly OffboardStep[]): readonly OffboardStep[] {
  const common = { title: `The stack ${facts.stack} is gone`, mover: 'platform', expected: 'deleted' } as const;
  if (isStackGone(facts)) {
    const reason = unknownReason(facts.distributions);
    const notes = reason === undefined ? [] : [`Whether a distribution is left could not be checked: ${reason}`];
    return [offboardStep('stack', { ...common, state: 'done', found: describeBackend(facts), notes })];
  }
  const found = [describeBackend(facts), ...describeFronts(facts)].join('; ');
  const first = before.find(({ state }) => state !== 'done');
  if (first) {
    return [offboardStep('stack', { ...common, state: 'waiting', found, notes: [`First: ${first.title}.`] })];
  }
  const notes = [...facts.domains.flatMap(describeLoss), ...howLong(facts)];
  return [offboardStep('stack', { ...common, state: 'to-do', found, paste: removal(facts), notes })];
}

function describeBackend({ backend }: OffboardFacts): string {
  if (!backend) return 'the backend does not know the tenant';
  if (backend.state === 'active') return 'the tenant is active';
  return `released; it answers until ${backend.graceUntil ?? 'now'}, and deploying it until then brings it back`;
}

function describeFronts(facts: OffboardFacts): readonly string[] {
  const ids = frontsLeft(facts).map(({ id }) => id);
  return ids.length === 0 ? [] : [`distributions that are there: ${ids.join(', ')}`];
}

/** How the stack is deleted: by CDK, which needs the tenant's file, or without it. */
function removal({ target, tenant, stack, hasFile }: OffboardFacts): readonly string[] {
  if (target === 'local') {
    return [...(hasFile ? [`rm tenants/${tenant}.ts`] : []), 'npm start   # again: stop the one that runs with Ctrl-C'];
  }
  if (hasFile) return [`npx cdk destroy ${stack} -c tenant=${tenant}`];
  return [`aws cloudformation delete-stack --region us-east-1 --stack-name ${stack}`];
}

function howLong({ target }: OffboardFacts): readonly string[] {
  if (target === 'local')
    return ['When it starts, the local cloud deletes the stacks of tenants whose files are gone.'];
  return ['It takes some minutes. Everything that Apple sends to the fallback is answered for 7 more days.'];
}

/** What ends at a domain together with its front. */
function describeLoss({ name, way, website }: DomainFacts): readonly string[] {
  if (way !== 'route53') return [];
  const ends = website && website.kind !== 'none' ? `, and the website at https://${name} with them` : '';
  return [`The address records of ${name} in Route 53 go with the stack${ends}: have the next ones ready.`];
}

/** The tenant's file: while it is there, a deployment of everything would bring the tenant back. */
export function fileSteps(facts: OffboardFacts): readonly OffboardStep[] {
  const { tenant, hasFile, target, servers } = facts;
  const file = `tenants/${tenant}.ts`;
  const common = { title: `${file} is gone`, mover: 'platform', expected: 'no such file' } as const;
  if (!hasFile) return [offboardStep('file', { ...common, state: 'done', found: 'none' })];
  if (!isStackGone(facts)) {
    const found = target === 'local' ? 'it goes together with the stack' : 'the stack comes first';
    return [offboardStep('file', { ...common, state: 'waiting', found })];
  }
  const isShared = servers.some(({ token }) => token === 'shared');
  const notes = isShared ? ['Then deploy the Backend stack: until then it may read the shared server token.'] : [];
  return [offboardStep('file', { ...common, state: 'to-do', found: file, paste: [`rm ${file}`], notes })];
}
