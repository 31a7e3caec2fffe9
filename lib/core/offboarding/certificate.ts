import { observedValue, unknownReason } from '../observation';
import { isRequestedByUs } from './dns';
import type { DomainFacts, OffboardFacts, TaggedCertificate } from './facts';
import { isStackGone } from './fronts';
import { type OffboardStep, offboardStep } from './step';

/** Certificates that were requested outside of the stack; those within go with it. */
export function offboardCertificateSteps(facts: OffboardFacts): readonly OffboardStep[] {
  return facts.domains
    .filter(({ way }) => way === 'external' || way === 'unknown')
    .flatMap((domain) => ofDomain(domain, facts));
}

function ofDomain(domain: DomainFacts, facts: OffboardFacts): readonly OffboardStep[] {
  const { name, certificates, certificateArn } = domain;
  const common = { title: `The certificate of ${name} is gone`, mover: 'platform', expected: 'none of ours' } as const;
  const reason = unknownReason(certificates);
  if (reason !== undefined) {
    return [
      offboardStep('certificate', { ...common, subject: name, state: 'unknown', found: `could not check: ${reason}` }),
    ];
  }
  const ours = (observedValue(certificates) ?? []).filter(({ tags }) => isRequestedByUs(tags, facts));
  if (ours.length > 0) return ours.map((certificate) => judge(certificate, name, facts));
  const found =
    certificateArn === undefined ? 'none' : `${certificateArn} was not requested by Signpost, and is left alone`;
  return [offboardStep('certificate', { ...common, subject: name, state: 'done', found })];
}

function judge(certificate: TaggedCertificate, name: string, facts: OffboardFacts): OffboardStep {
  const { arn, inUse, lookups } = certificate;
  const common = {
    title: `The certificate of ${name} is gone`,
    mover: 'platform',
    subject: arn,
    expected: 'deleted',
  } as const;
  if (!isStackGone(facts))
    return offboardStep('certificate', { ...common, state: 'waiting', found: `${arn}; the stack comes first` });
  if (inUse) {
    const found = `${arn} is in use; CloudFront lets go of it some time after its distribution`;
    return offboardStep('certificate', { ...common, mover: 'wait', state: 'waiting', found });
  }
  // Only the certificate knows its record: without it, the customer could not learn what to remove.
  if (lookups.some(({ record, atName }) => atName.kind === 'unknown' || observedValue(atName) === record.value)) {
    const found = `${arn}; the record that validates it comes first`;
    const notes = ['It costs nothing while it waits.'];
    return offboardStep('certificate', { ...common, mover: 'customer', state: 'waiting', found, notes });
  }
  const action = { kind: 'delete-certificate', arn } as const;
  return offboardStep('certificate', { ...common, state: 'to-do', found: `${arn}, in use nowhere`, action });
}
