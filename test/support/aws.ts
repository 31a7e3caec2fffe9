import {
  type ControlPlane,
  type ControlPlaneOptions,
  startControlPlane,
} from '../../lib/local/simulation/aws/control-plane';

const VARIABLES = ['AWS_ENDPOINT_URL', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_EC2_METADATA_DISABLED'];

/** Runs with a control plane that the SDK's clients of this process ask, and ends it afterwards. */
export async function withAws<T>(options: ControlPlaneOptions, run: (aws: ControlPlane) => Promise<T>): Promise<T> {
  const aws = await startControlPlane(options);
  try {
    return await withAwsAt(aws.url, () => run(aws));
  } finally {
    await aws.close();
  }
}

/** Runs with a control plane that has been started. */
export function withAwsAt<T>(url: string, run: () => Promise<T>): Promise<T> {
  const credentials = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
  return withEnvironment({ AWS_ENDPOINT_URL: url, ...credentials }, run);
}

/** Runs without any credentials. */
export function withoutCredentials<T>(run: () => Promise<T>): Promise<T> {
  return withEnvironment({ AWS_EC2_METADATA_DISABLED: 'true' }, run);
}

async function withEnvironment<T>(values: Readonly<Record<string, string>>, run: () => Promise<T>): Promise<T> {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, values);
  try {
    return await run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
