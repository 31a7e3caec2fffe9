import type { PlanStep } from '../onboarding/step';

/** What the command can do by itself once a person has confirmed it. */
export type OffboardAction =
  | { readonly kind: 'remove-adde-url'; readonly server: string }
  | { readonly kind: 'delete-token'; readonly server: string }
  | { readonly kind: 'delete-certificate'; readonly arn: string };

/** In the order in which they are taken. */
export type Part = 'apple' | 'dns' | 'stack' | 'certificate' | 'file';

/** One step of a tenant's way out. */
export interface OffboardStep extends Omit<PlanStep, 'id'> {
  readonly part: Part;
  /** The server, domain or certificate that it is about. */
  readonly subject?: string;
  /** The stack waits for it. */
  readonly beforeStack?: true;
  /** Present where it can be done now. */
  readonly action?: OffboardAction;
}

/** Nothing to paste and no notes unless said. */
export function offboardStep(
  part: Part,
  fields: Omit<OffboardStep, 'part' | 'paste' | 'notes'> & Partial<Pick<OffboardStep, 'paste' | 'notes'>>,
): OffboardStep {
  return { paste: [], notes: [], ...fields, part };
}
