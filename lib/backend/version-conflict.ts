/** Another process stored a newer version meanwhile: what was planned on the older one is void. */
export class VersionConflict extends Error {}

const ATTEMPTS = 10;

/** Makes an attempt again after each `VersionConflict`; `subject` is what is written. Each attempt reads afresh. */
export async function retryOnConflict<T>(subject: string, attempt: () => Promise<T>): Promise<T> {
  for (let made = 0; made < ATTEMPTS; made += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
  throw new Error(
    `Cannot write ${subject}: it changed ${ATTEMPTS} times meanwhile; expected one attempt without a change`,
  );
}
