import type { Mover } from '../onboarding/step';
import { definitionOf } from '../problems';
import { sameUrl } from '../registration/registration';
import type { AddeStatus, OffboardFacts, ServerFacts } from './facts';
import { type OffboardStep, offboardStep } from './step';

/** Apple first: a URL that Apple holds leads devices to a backend that is about to forget them. */
export function offboardAppleSteps(facts: OffboardFacts): readonly OffboardStep[] {
  return facts.servers.flatMap((server) => [
    addeStep(server, facts),
    ...(server.token === 'owned' ? [tokenStep(server, facts)] : []),
  ]);
}

/** Whether nothing of ours is at Apple any more, or on its way there. */
function isClean({ state, defaultUrl, wanted, observed }: AddeStatus): boolean {
  if (state !== 'none') return false;
  if (observed.kind !== 'url') return true;
  return !sameUrl(observed.url, defaultUrl) && !(wanted?.url !== undefined && sameUrl(observed.url, wanted.url));
}

function addeStep({ name, adde }: ServerFacts, { tenant, gate }: OffboardFacts): OffboardStep {
  const common = {
    title: `The ADDE URL of ${tenant}/${name} is gone from Apple`,
    mover: 'platform',
    subject: name,
    beforeStack: true,
    expected: 'none of ours at Apple',
    found: describe(adde),
  } as const;
  if (isClean(adde)) return offboardStep('apple', { ...common, state: 'done' });
  if (gate !== 'open') {
    const { title, remedy } = definitionOf(gate === 'brake' ? 'adde.brake' : 'adde.observe-only');
    return offboardStep('apple', { ...common, state: 'blocked', notes: [`${title}. ${remedy}`] });
  }
  const action = { kind: 'remove-adde-url', server: name } as const;
  if (adde.state !== 'removing') return offboardStep('apple', { ...common, state: 'to-do', action });
  const { fault } = adde;
  if (!fault || fault.needs === 'time') {
    const notes = fault ? [`${fault.message} [${fault.code}]`] : [];
    return offboardStep('apple', { ...common, mover: 'wait', state: 'waiting', action, notes });
  }
  const notes = [`${fault.message} [${fault.code}]. ${fault.remedy}`];
  return offboardStep('apple', { ...common, mover: moverOf(fault), state: 'blocked', action, notes });
}

function moverOf({ code, needs }: NonNullable<AddeStatus['fault']>): Mover {
  if (code.startsWith('apple.terms')) return 'apple';
  return needs === 'tenant' ? 'customer' : 'platform';
}

function describe({ state, observed, wanted }: AddeStatus): string {
  switch (observed.kind) {
    case 'none':
      return `${state}; Apple holds none`;
    case 'unknown':
      return wanted ? `${state}; what Apple holds is not known yet` : 'nothing was ever registered';
    case 'url':
      return `${state}; Apple holds ${observed.url}`;
  }
}

function tokenStep({ name, adde, hasToken }: ServerFacts, { tenant }: OffboardFacts): OffboardStep {
  const common = {
    title: `The token of ${tenant}/${name}, which Signpost alone uses, is deleted`,
    mover: 'platform',
    subject: name,
    beforeStack: true,
    expected: 'neither a token nor a key for one in the secret store',
  } as const;
  if (!hasToken) return offboardStep('apple', { ...common, state: 'done', found: 'none' });
  if (!isClean(adde)) {
    return offboardStep('apple', { ...common, state: 'waiting', found: 'still needed to remove the ADDE URL' });
  }
  return offboardStep('apple', {
    ...common,
    state: 'to-do',
    found: 'a token, or a key that waits for one',
    action: { kind: 'delete-token', server: name },
    notes: ['It can be brought back for 30 days.'],
  });
}
