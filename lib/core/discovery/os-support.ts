import { problem } from '../problems';
import { failed, ok, type Result } from '../result';
import type { Family } from './family';
import type { Enrollment } from './policy';

/** An OS version by its numbers: `18.2` is `[18, 2]`. */
export type OsVersion = readonly number[];

export type Platform = 'iOS' | 'macOS' | 'visionOS';

interface Support {
  /** First version that enrolls user-owned devices (`mdm-byod`). */
  readonly byod: string;
  /** First version that enrolls company-owned devices (`mdm-adde`). */
  readonly adde: string;
  /** First version that asks Apple when the domain does not answer. */
  readonly fallback: string;
  /** First version that understands Apple's refusal. */
  readonly refusal: string;
  /** First version that sends `model-family`. */
  readonly family: string;
}

/** What each platform can do from which version on. [documented; `family` inferred] */
export const OS_SUPPORT: Readonly<Record<Platform, Support>> = {
  iOS: { byod: '15', adde: '17', fallback: '18.2', refusal: '17.5', family: '17' },
  macOS: { byod: '14', adde: '14', fallback: '15.2', refusal: '14.5', family: '14' },
  visionOS: { byod: '1.1', adde: '1.1', fallback: '2.2', refusal: '1.2', family: '1.1' },
};

const NUMBERS: Readonly<Record<Platform, Readonly<Record<keyof Support, OsVersion>>>> = {
  iOS: numbersOf(OS_SUPPORT.iOS),
  macOS: numbersOf(OS_SUPPORT.macOS),
  visionOS: numbersOf(OS_SUPPORT.visionOS),
};

function numbersOf({ byod, adde, fallback, refusal, family }: Support): Readonly<Record<keyof Support, OsVersion>> {
  return {
    byod: versionOf(byod),
    adde: versionOf(adde),
    fallback: versionOf(fallback),
    refusal: versionOf(refusal),
    family: versionOf(family),
  };
}

/** Apple TV and Apple Watch have a family but no account-driven enrollment of their own. */
const PLATFORM_OF: Readonly<Record<Family, Platform | undefined>> = {
  iPhone: 'iOS',
  iPad: 'iOS',
  Mac: 'macOS',
  RealityDevice: 'visionOS',
  AppleTV: undefined,
  Watch: undefined,
};

/** A version that can do all of discovery, per family: the simulator's default. */
export function currentOs(family: Family): OsVersion {
  const platform = PLATFORM_OF[family];
  return versionOf(platform ? OS_SUPPORT[platform].fallback : '18.2');
}

export function platformOf(family: Family): Platform | undefined {
  return PLATFORM_OF[family];
}

/** Reads `18`, `18.2` or `18.2.1`. Problem code: `device.os-version`. */
export function parseOsVersion(text: string): Result<OsVersion> {
  if (!/^\d{1,3}(\.\d{1,3}){0,2}$/.test(text)) {
    return failed(
      problem('device.os-version', `Cannot read the OS version "${text.slice(0, 40)}"; expected numbers such as 18.2`),
    );
  }
  return ok(versionOf(text));
}

export function supportsEnrollment(family: Family, os: OsVersion, enrollment: Enrollment): boolean {
  return has(family, os, enrollment);
}

export function supportsFallback(family: Family, os: OsVersion): boolean {
  return has(family, os, 'fallback');
}

export function understandsRefusal(family: Family, os: OsVersion): boolean {
  return has(family, os, 'refusal');
}

export function sendsFamily(family: Family, os: OsVersion): boolean {
  return has(family, os, 'family');
}

export function formatOs(family: Family, os: OsVersion): string {
  return `${PLATFORM_OF[family] ?? 'OS'} ${os.join('.')}`;
}

function has(family: Family, os: OsVersion, feature: keyof Support): boolean {
  const platform = PLATFORM_OF[family];
  return platform !== undefined && atLeast(os, NUMBERS[platform][feature]);
}

function atLeast(os: OsVersion, wanted: OsVersion): boolean {
  for (const [index, number] of wanted.entries()) {
    const mine = os[index] ?? 0;
    if (mine !== number) return mine > number;
  }
  return true;
}

function versionOf(text: string): OsVersion {
  return text.split('.').map(Number);
}
