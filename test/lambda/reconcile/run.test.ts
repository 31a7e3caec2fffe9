import { createReconcileHandler } from '../../../lambda/reconcile/run';
import { configureAddeUrl } from '../../../lib/backend/registration/commands';
import { askingOf, MAIN, MINUTE } from '../../backend/registration/desk';
import { createSimulation } from '../../backend/registration/simulation';

const SERVERS = [
  { tenant: 'acme', server: 'main' },
  { tenant: 'globex', server: 'main' },
];

function open(stage: Parameters<typeof createSimulation>[1] = {}) {
  const simulation = createSimulation(SERVERS, stage);
  const ports = simulation.start();
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  return { simulation, ports, lines, parts: { stage: 'prod', now: () => simulation.now, write } };
}

describe('a run of the reconciler', () => {
  test('visits what is due and writes one line, without a name in it', async () => {
    const { ports, parts, lines, simulation } = open();
    const handler = createReconcileHandler({ ...parts, ports: async () => ports });
    const summary = await handler({}, { getRemainingTimeInMillis: () => 60_000 });
    expect(summary).toEqual({ visited: 2, defects: 0, unsent: 0, complete: true });
    const metric = {
      Namespace: 'Signpost',
      Dimensions: [['stage']],
      Metrics: [{ Name: 'ReconcileDefects', Unit: 'Count' }],
    };
    expect(lines).toEqual([
      {
        _aws: { Timestamp: simulation.now, CloudWatchMetrics: [metric] },
        ReconcileDefects: 0,
        stage: 'prod',
        visited: 2,
        defects: 0,
        unsent: 0,
        complete: true,
        milliseconds: expect.any(Number),
      },
    ]);
  });

  test('begins nothing that it could not end in the time it is given', async () => {
    const { ports, parts, simulation } = open();
    const handler = createReconcileHandler({ ...parts, ports: async () => ports });
    expect(await handler({}, { getRemainingTimeInMillis: () => 20_000 })).toMatchObject({
      visited: 0,
      complete: false,
    });
    expect(simulation.requests).toEqual([]);
  });

  test('names the server of a defect, and nothing of what the error says', async () => {
    const { ports, parts, lines } = open();
    const vault = { ...ports.vault, read: () => Promise.reject(new TypeError('AS_secret')) };
    const handler = createReconcileHandler({ ...parts, ports: async () => ({ ...ports, vault }) });
    expect(await handler({}, { getRemainingTimeInMillis: () => 60_000 })).toMatchObject({ defects: 2 });
    expect(lines).toContainEqual(expect.objectContaining({ ReconcileDefects: 2 }));
    expect(lines).toContainEqual({ level: 'error', tenant: 'acme', server: 'main', error: 'TypeError' });
    expect(JSON.stringify(lines)).not.toContain('AS_secret');
  });

  test.each([
    ['about the stage', { initialWrites: 'observeOnly' as const }, true],
    ['about a server', {}, false],
  ])('counts a message %s that the topic refuses, and names no more than why', async (_case, stage, termsSigned) => {
    const { simulation, ports, parts, lines } = open(stage);
    simulation.notifierDown = true;
    simulation.apple.signTerms('acme', termsSigned);
    await configureAddeUrl(ports, MAIN, undefined, askingOf(simulation));
    simulation.now += 5 * MINUTE;
    const handler = createReconcileHandler({ ...parts, ports: async () => ports });
    expect(await handler({}, { getRemainingTimeInMillis: () => 60_000 })).toMatchObject({ defects: 0, unsent: 1 });
    expect(lines[0]).toEqual({ level: 'error', failed: 'to send a message', error: 'Error' });
    expect(lines[1]).toMatchObject({ ReconcileDefects: 1, unsent: 1 });
    expect(JSON.stringify(lines)).not.toContain('The topic does not answer');
    simulation.notifierDown = false;
    simulation.now += 5 * MINUTE;
    expect(await handler({}, { getRemainingTimeInMillis: () => 60_000 })).toMatchObject({ unsent: 0 });
    expect(simulation.notified).toHaveLength(1);
  });
});
