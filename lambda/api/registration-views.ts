import type { RegistrationRecord } from '../../lib/backend/registration/ports';
import { type AwaitingKey, entryName } from '../../lib/backend/registration/token-exchange';
import type { AddeUrlView, ControlsView, TokenKeyView, TokenView } from '../../lib/contract/api/registration-schemas';
import { definitionOf } from '../../lib/core/problems';
import type { Controls } from '../../lib/core/registration/controls';
import { nextVisit, type Registration } from '../../lib/core/registration/registration';
import { isoTime } from '../../lib/core/time';

/** How the API shows registrations; of a token only its metadata. */

export function viewAddeUrl(registration: Registration, defaultUrl: string | undefined): AddeUrlView {
  const { tenant, server, state, desired, observed, fault } = registration;
  return {
    tenant,
    server,
    state,
    ...(defaultUrl === undefined ? {} : { defaultUrl }),
    ...(desired ? { wanted: { ...optional('url', desired.url), by: desired.by, since: isoTime(desired.at) } } : {}),
    observed: viewObserved(observed),
    ...(fault ? { fault: viewFault(fault) } : {}),
    nextCheck: isoTime(nextVisit(registration)),
  };
}

function viewObserved(observed: Registration['observed']): AddeUrlView['observed'] {
  switch (observed.kind) {
    case 'unknown':
      return { kind: 'unknown' };
    case 'none':
      return { kind: 'none', at: isoTime(observed.at) };
    case 'url': {
      const { url, setTime, at } = observed;
      return { kind: 'url', url, ...time('setTime', setTime), at: isoTime(at) };
    }
  }
}

function viewFault({ code, message, needs, since }: NonNullable<Registration['fault']>) {
  return { code, message, remedy: definitionOf(code).remedy, needs, since: isoTime(since) };
}

export function viewToken(record: RegistrationRecord, now: number): TokenView {
  const { tenant, server, token } = record.registration;
  const { expiresAt, account } = token;
  return {
    tenant,
    server,
    kind: record.token.kind,
    state: tokenState(token, now),
    ...time('expires', expiresAt),
    ...(account ? { entry: account.serverName, organisation: account.orgName } : {}),
    confirmation: entryName(record),
  };
}

function tokenState(
  { fingerprint, expiresAt = 0, rejectedAt }: Registration['token'],
  now: number,
): TokenView['state'] {
  if (fingerprint === undefined) return 'unknown';
  if (expiresAt <= now) return 'expired';
  return rejectedAt === undefined ? 'good' : 'rejected';
}

export function viewTokenKey({ certificate, waitingSince }: AwaitingKey): TokenKeyView {
  return { certificate, ...time('waitingSince', waitingSince) };
}

export function viewControls({ appleWrites, because, brakeSince, changes, decisions }: Controls): ControlsView {
  return {
    appleWrites,
    ...optional('because', because),
    ...time('brakeSince', brakeSince),
    changesWithinHour: changes.length,
    decisions: decisions.map(({ at, ...decision }) => ({ at: isoTime(at), ...decision })),
  };
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Partial<Record<Name, Value>>);
}

function time<Name extends string>(name: Name, milliseconds: number | undefined): Partial<Record<Name, string>> {
  return optional(name, milliseconds === undefined ? undefined : isoTime(milliseconds));
}
