import { useState } from 'react';
import type { CheckListView, CheckView } from '../../lib/contract/api/check-schemas';
import type { ProblemView } from '../../lib/contract/api/schemas';
import { type Target, targetName } from '../../lib/core/tenants/records';
import { type Loaded, useResource } from '../api/use-resource';
import { useServices } from '../shell/services';

/** The status of the domains and fallbacks of a tenant, and the checks on demand that are running. */
export interface Checks {
  readonly loaded: Loaded<CheckListView>;
  /** Nothing while it is loaded, and for a target that the tenant no longer declares. */
  of(target: Target): CheckView | undefined;
  isChecking(target: Target): boolean;
  /** Why the last check on demand failed. */
  problemOf(target: Target): ProblemView | undefined;
  checkAgain(target: Target): void;
}

export function useChecks(tenant: string): Checks {
  const { api } = useServices();
  const loaded = useResource(`checks ${tenant}`, () => api.checks(tenant));
  const [asked, setAsked] = useState<Readonly<Record<string, 'checking' | ProblemView | undefined>>>({});
  const note = (target: Target, state: 'checking' | ProblemView | undefined) =>
    setAsked((before) => ({ ...before, [targetName(target)]: state }));
  const checkAgain = async (target: Target) => {
    note(target, 'checking');
    const outcome = await api.checkAgain(tenant, target);
    note(target, outcome.ok ? undefined : outcome.problem);
    // The list holds this result, and those of other checks meanwhile.
    if (outcome.ok) loaded.refresh();
  };
  const { resource } = loaded;
  const items = resource.state === 'loaded' ? resource.value.items : [];
  return {
    loaded,
    of: ({ kind, name }) => items.find((each) => each.kind === kind && each.name === name),
    isChecking: (target) => asked[targetName(target)] === 'checking',
    problemOf: (target) => {
      const state = asked[targetName(target)];
      return state === 'checking' ? undefined : state;
    },
    checkAgain: (target) => void checkAgain(target),
  };
}
