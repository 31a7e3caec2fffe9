/** The words of an MDM's own pages for people and administrators. */
export interface MdmProfile {
  readonly name: string;
  /** The page that opens with the address filled in. */
  readonly signIn: string;
  /** Where an administrator chooses the type of enrollment and the owner of devices. */
  readonly enrollmentType: { readonly where: string; readonly byod: string; readonly adde: string };
  readonly deviceOwner: { readonly where: string; readonly byod: string; readonly adde: string };
  /** Where the server token of Apple and the ADDE URL are. */
  readonly appleServers: string;
}

/** By the name that `--mdm` takes. */
export const MDM_PROFILES = {
  ivanti: {
    name: 'Ivanti Neurons for MDM',
    signIn: 'the page of Ivanti Neurons for MDM, or the sign-in page of your organisation behind it',
    enrollmentType: {
      where: 'Users > User Settings > Apple Enrollment > Apple Enrollment Type',
      byod: 'User Enrollment',
      adde: 'Device Enrollment',
    },
    deviceOwner: { where: 'Users > User Settings > Device Owner Settings', byod: 'User Owned', adde: 'Company Owned' },
    appleServers: 'Admin > Apple > Device Enrollment (columns ADDE URL and ADDE URL SET TIME)',
  },
  generic: {
    name: 'your MDM',
    signIn: "your MDM's page, or the sign-in page of your organisation behind it",
    enrollmentType: {
      where: "your MDM's setting for the type of Apple enrollment",
      byod: 'account-driven User Enrollment',
      adde: 'account-driven Device Enrollment',
    },
    deviceOwner: { where: "your MDM's setting for the owner of a device", byod: 'the user', adde: 'the company' },
    appleServers: "your MDM's list of Apple Business Manager servers",
  },
} satisfies Readonly<Record<string, MdmProfile>>;

export type MdmName = keyof typeof MDM_PROFILES;
