import { certificateFinder } from '../../adapters/aws/acm';
import { createAws, hasAwsCredentials } from '../../adapters/aws/clients';
import type { ValidationRecord } from '../../core/doctor/facts';
import type { DoctorSubject } from '../../core/doctor/subject';
import { type Observation, observed, unknown } from '../../core/observation';
import { bestCertificate } from '../../core/onboarding/certificate';

/** The records that renew a subject's certificate; undefined where it has no front or there are no credentials. */
export type FindValidationRecords = (
  subject: DoctorSubject,
) => Promise<Observation<readonly ValidationRecord[]>> | undefined;

/** Asks ACM, and lists its certificates only once. The certificates of the local cloud are in its own control plane. */
export function validationRecordFinder(isLocal: boolean): FindValidationRecords {
  if (!hasAwsCredentials() || (isLocal && !process.env['AWS_ENDPOINT_URL'])) return () => undefined;
  const find = certificateFinder(createAws().acm);
  return ({ domain, tenant }) => (tenant?.kind === 'front' ? recordsOf(find, domain) : undefined);
}

async function recordsOf(
  find: ReturnType<typeof certificateFinder>,
  domain: string,
): Promise<Observation<readonly ValidationRecord[]>> {
  const found = await find(domain);
  if (!found.ok) return unknown(`${found.problem.message} [${found.problem.code}]`);
  const best = bestCertificate(found.value);
  // `signpost plan` reports a record that is still missing.
  return observed(best?.state === 'issued' ? best.records : []);
}
