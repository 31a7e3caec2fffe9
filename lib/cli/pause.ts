import { InvalidArgumentError } from 'commander';

/** Waits for some seconds, or until Ctrl-C. */
export async function pause(seconds: number, stopped: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  await Promise.race([passed, stopped]);
  clearTimeout(timer);
}

/** Seconds between two checks, from the command line. */
export function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0.01 || seconds > 3600)
    throw new InvalidArgumentError('Expected seconds, 0.01 to 3600.');
  return seconds;
}
