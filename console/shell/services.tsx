import { createContext, useContext } from 'react';
import { type Access, judgeAccess, type Principal } from '../../lib/core/tenants/principal';
import type { ConsoleApi } from '../api/client';

/** The services that every page uses. */
export interface Services {
  readonly api: ConsoleApi;
  readonly principal: Principal;
}

const Context = createContext<Services | undefined>(undefined);

export const ServicesProvider = Context.Provider;

export function useServices(): Services {
  const services = useContext(Context);
  if (!services) throw new Error('Cannot use services: the component is outside of ServicesProvider');
  return services;
}

/** Whether to show an action, by the rule that the API enforces. */
export function useMay(access: Access): boolean {
  return judgeAccess(useServices().principal, access).kind === 'allowed';
}
