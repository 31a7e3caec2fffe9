/** How one invocation ended. A failure is what Lambda calls an execution error; the reason names no value of the request. */
export type Invocation =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly reason: string };
