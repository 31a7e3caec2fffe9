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

/** Reads seconds from the command line, up to a maximum. */
export function parseSeconds(max: number): (text: string) => number {
  return (text) => {
    const seconds = Number(text);
    if (seconds >= 0.01 && seconds <= max) return seconds;
    throw new InvalidArgumentError(`Expected seconds, from 0.01 to ${max}.`);
  };
}
