import { createReconcileHandler } from '../../../lambda/reconcile/run';
import { createSimulation } from '../../adapters/registration/simulation';

const SERVERS = [
  { tenant: 'acme', server: 'main' },
  { tenant: 'globex', server: 'main' },
];

function open() {
  const simulation = createSimulation(SERVERS);
  const ports = simulation.start();
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line));
  return { simulation, ports, lines, parts: { stage: 'prod', now: () => simulation.now, write } };
}

describe('a run of the reconciler', () => {
  test('visits what is due and leaves one line, without a name in it', async () => {
    const { ports, parts, lines, simulation } = open();
    const handler = createReconcileHandler({ ...parts, ports: async () => ports });
    const summary = await handler({}, { getRemainingTimeInMillis: () => 60_000 });
    expect(summary).toEqual({ visited: 2, defects: 0, complete: true });
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
});
