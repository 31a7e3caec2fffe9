/** The path a device asks on the e-mail domain. Case-sensitive, nothing after it. [documented] */
export const WELL_KNOWN_PATH = '/.well-known/com.apple.remotemanagement';

/** Query parameter that carries the identifier. Personal data. [documented] */
export const IDENTIFIER_PARAMETER = 'user-identifier';

/** Query parameter that carries the device's family; sent from iOS 17 and macOS 14 on. [documented] */
export const FAMILY_PARAMETER = 'model-family';

/** Code of the error body by which a device learns that it was refused (apple/device-management, `well-known.failed`). [documented] */
export const REFUSAL_CODE = 'com.apple.well-known.failed';
