import { spawnSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { discoveryEvents } from '../../bench/subjects/edge-events';
import { bundleEdgeHandler, type EdgeHandlerName } from '../../bench/subjects/edge-handlers';

interface Answer {
  readonly response: unknown;
  readonly lines: readonly string[];
}

/** What a bundled handler answers and writes, in a process of its own. */
async function answersOf(name: EdgeHandlerName, silent: boolean): Promise<readonly Answer[]> {
  const url = pathToFileURL(await bundleEdgeHandler(name, { silent })).href;
  const script = `
    const { handler } = await import(${JSON.stringify(url)});
    const answers = [];
    for (const event of ${JSON.stringify(discoveryEvents(8))}) {
      const lines = [];
      process.stdout.write = (line) => lines.push(line) > 0;
      answers.push({ response: await handler(event), lines });
    }
    process.stderr.write(JSON.stringify(answers));`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return JSON.parse(stderr);
}

/** But for the time, which passes. */
function withoutTime(line: string): unknown {
  return JSON.parse(line, (key, value) => (key === 'Timestamp' ? 0 : value));
}

describe.each(['hard-coded', 'hono'] as const)('the handler "%s" that ours is measured against', (name) => {
  test('gives the very answer, and writes the very line', async () => {
    const [ours, theirs] = [await answersOf('signpost', false), await answersOf(name, false)];
    expect(theirs.map(({ response }) => response)).toEqual(ours.map(({ response }) => response));
    expect(ours.flatMap(({ lines }) => lines)).toHaveLength(8);
    expect(theirs.map(({ lines }) => lines.map(withoutTime))).toEqual(ours.map(({ lines }) => lines.map(withoutTime)));
  });

  test('makes no line where none is wanted, as ours', async () => {
    for (const contender of ['signpost', name] as const) {
      const answers = await answersOf(contender, true);
      expect(answers.flatMap(({ lines }) => lines).filter((line) => line !== '')).toEqual([]);
      expect(answers[0]?.response).toMatchObject({ status: '302' });
    }
  });
});
