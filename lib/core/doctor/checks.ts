import type { Check } from './check';
import { aliasAtApexCheck } from './checks/alias-at-apex';
import { answerCheck } from './checks/answer';
import { brokenExchangeCheck } from './checks/broken-exchange';
import { caaCheck } from './checks/caa';
import { cachesCheck } from './checks/caches';
import { certificateDatesCheck } from './checks/certificate-dates';
import { certificateNameCheck } from './checks/certificate-name';
import { certificateStrengthCheck } from './checks/certificate-strength';
import { certificateTrustCheck } from './checks/certificate-trust';
import { clientCertificateCheck } from './checks/client-certificate';
import { connectionCheck } from './checks/connection';
import { enrollmentCheck } from './checks/enrollment';
import { fallbackHiddenCheck } from './checks/fallback-hidden';
import { ipv6ElsewhereCheck } from './checks/ipv6-elsewhere';
import { misplacedFileCheck } from './checks/misplaced-file';
import { namesCheck } from './checks/names';
import { policyCheck } from './checks/policy';
import { queryKeptCheck } from './checks/query-kept';
import { redirectPathCheck } from './checks/redirect-path';
import { redirectTargetCheck } from './checks/redirect-target';
import { serviceBindingCheck } from './checks/service-binding';
import { tlsHandshakeCheck } from './checks/tls-handshake';
import { tlsRequirementsCheck } from './checks/tls-requirements';
import { validationRecordCheck } from './checks/validation-record';

/**
 * Every check. The place of a result (redirect, then layer) decides what comes first; this order decides between two
 * at the same place, so it goes from causes to consequences:
 * names, connection, handshake before certificate (no handshake, no certificate), who signed before when and for whom
 * (a stranger's certificate may say anything), redirects before the query they carry, a file in the wrong place before
 * the 404 that follows from it, the answer before what it hides, and last the faults that a device does not meet.
 */
export const CHECKS: readonly Check[] = [
  namesCheck,
  ipv6ElsewhereCheck,
  connectionCheck,
  tlsHandshakeCheck,
  clientCertificateCheck,
  certificateTrustCheck,
  certificateDatesCheck,
  certificateNameCheck,
  certificateStrengthCheck,
  brokenExchangeCheck,
  policyCheck,
  cachesCheck,
  redirectTargetCheck,
  redirectPathCheck,
  queryKeptCheck,
  misplacedFileCheck,
  answerCheck,
  fallbackHiddenCheck,
  enrollmentCheck,
  aliasAtApexCheck,
  caaCheck,
  validationRecordCheck,
  serviceBindingCheck,
  tlsRequirementsCheck,
];
