/** Environment variables with the machine client of a deployed API's OpenID provider. */
const VARIABLES = { id: 'SIGNPOST_CLIENT_ID', secret: 'SIGNPOST_CLIENT_SECRET' } as const;

/** The machine client of the environment, if both variables are set. */
export function readApiCredentials(): { readonly id: string; readonly secret: string } | undefined {
  const id = process.env[VARIABLES.id];
  const secret = process.env[VARIABLES.secret];
  return id && secret ? { id, secret } : undefined;
}
