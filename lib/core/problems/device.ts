import type { ProblemDefinitions } from './definition';

/** What a device can and cannot do. */
export const deviceProblems = {
  'device.os-version': {
    title: 'Unreadable OS version',
    meaning: 'The version does not consist of one to three numbers.',
    remedy: 'Write it as 18, 18.2 or 18.2.1.',
  },
  'device.family-unsupported': {
    title: 'Family without account-driven enrollment',
    meaning: 'An Apple TV or Apple Watch does not enroll by signing in to a work account.',
    remedy: 'Try an iPhone, iPad, Mac or Apple Vision Pro.',
  },
  'device.os-too-old': {
    title: 'OS without account-driven enrollment',
    meaning: 'The device sends no request: its OS is older than the feature.',
    remedy: 'Update to iOS or iPadOS 15, macOS 14, visionOS 1.1 or later.',
  },
  'device.enrollment-unsupported': {
    title: 'OS cannot enroll this way',
    meaning: 'The server offers an enrollment that this OS version does not know.',
    remedy: 'Company-owned enrollment (mdm-adde) needs iOS or iPadOS 17, macOS 14 or visionOS 1.1.',
  },
  'device.no-stage': {
    title: 'No server asked',
    meaning: 'The device sent no request to any server.',
    remedy: 'This is a defect of Signpost: report it.',
  },
} satisfies ProblemDefinitions;
