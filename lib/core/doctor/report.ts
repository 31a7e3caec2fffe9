import { z } from 'zod';
import type { Diagnosis } from './diagnose';

const foldedSchema = z.strictObject({ code: z.string(), title: z.string(), host: z.string(), found: z.string() });

/** One result of the doctor, as JSON. */
export const findingSchema = z.strictObject({
  code: z.string().describe('Stable; see docs/problems.md.'),
  severity: z.enum(['error', 'warning', 'note']),
  title: z.string(),
  host: z
    .string()
    .describe('The host that it is about: the domain, a host that it redirects to, or the enrollment host.'),
  expected: z.string(),
  found: z.string(),
  meaning: z.string().describe('What it means on the device.'),
  remedy: z.string(),
  steps: z.array(z.string()).readonly().describe('Commands, records or lines of configuration to paste.'),
  devices: z.array(z.string()).readonly().describe('The kinds of device that it is about; empty for all.'),
  source: z.string().describe('Where the rule comes from.'),
  folded: z
    .array(foldedSchema)
    .readonly()
    .describe('What follows from it or comes after it on the way, and may vanish once it is fixed.'),
});

/** The result for one kind of device, as JSON. */
export const deviceVerdictSchema = z.strictObject({
  device: z.string(),
  outcome: z.enum(['enrolls', 'falls-back', 'fails', 'as-declared', 'unknown']),
  sentence: z.string(),
  asksAppleFrom: z.string().optional().describe('The OS from which on the device asks Apple after this failure.'),
});

/** What could not be checked, as JSON. */
export const uncheckedSchema = z.strictObject({ what: z.string(), why: z.string() });

const domainReportSchema = z.strictObject({
  domain: z.string(),
  tenant: z.string().optional().describe('The tenant whose file the domain was compared with.'),
  checkedAt: z.string(),
  rollUp: z.enum(['serving', 'in-progress', 'stuck', 'unknown']),
  sentence: z.string(),
  devices: z.array(deviceVerdictSchema).readonly(),
  findings: z.array(findingSchema).readonly(),
  unchecked: z.array(uncheckedSchema).readonly(),
});

/** What `signpost doctor --json` prints. A field never changes its meaning within a version. */
export const reportSchema = z
  .strictObject({ version: z.literal(1), target: z.string(), domains: z.array(domainReportSchema).readonly() })
  .describe('Report of signpost doctor, version 1');

export type DoctorReport = z.infer<typeof reportSchema>;
export type DomainReport = z.infer<typeof domainReportSchema>;
export type ReportedFinding = DomainReport['findings'][number];

/** JSON Schema of the report, for readers in other languages. */
export function reportJsonSchema(): object {
  return z.toJSONSchema(reportSchema);
}

export function reportDomain(
  { domain, verdict, findings, unchecked }: Diagnosis,
  about: { readonly checkedAt: string; readonly tenant?: string },
): DomainReport {
  const { rollUp, sentence, devices } = verdict;
  return { domain, ...about, rollUp, sentence, devices, findings, unchecked };
}

/** The first finding, unless it is only a note. */
export function firstCause({ findings }: DomainReport): ReportedFinding | undefined {
  return findings.find(({ severity }) => severity !== 'note');
}
