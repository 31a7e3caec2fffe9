import { z } from 'zod';
import { FAMILIES } from './family';
import type { ResolvedAnswer, ResolvedPolicy } from './policy';

const httpsUrl = z.url({ protocol: /^https$/ });

/** An answer whose cluster has been looked up, as JSON. Apart from `policy`, as the edge function holds no zod. */
export const resolvedAnswerSchema: z.ZodType<ResolvedAnswer> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('redirect'), url: httpsUrl }),
  z.strictObject({ kind: z.literal('serve'), baseUrl: httpsUrl, version: z.enum(['mdm-byod', 'mdm-adde']) }),
  z.strictObject({ kind: z.literal('refuse'), message: z.string(), description: z.string().optional() }),
  z.strictObject({ kind: z.literal('absent') }),
]);

/** A policy whose clusters have been looked up, as JSON: as declared, stored, shown and recorded. */
export const resolvedPolicySchema: z.ZodType<ResolvedPolicy> = z.strictObject({
  salt: z.string(),
  rules: z.array(
    z.strictObject({
      when: z.strictObject({
        families: z.array(z.enum(FAMILIES)).optional(),
        share: z.number().min(0).max(100).optional(),
      }),
      answer: resolvedAnswerSchema,
    }),
  ),
  otherwise: resolvedAnswerSchema,
});
