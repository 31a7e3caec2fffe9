import { loadFleet } from '../../lib/adapters/project/project-files';
import { type DoctorReport, reportSchema } from '../../lib/core/doctor/report';
import { makeCheckout } from '../support/checkout';
import { record } from '../support/recording';
import { type Running, startLocalCloud } from '../support/signpost';

const checkout = makeCheckout();
let running: Running;
let report: DoctorReport;

beforeAll(async () => {
  running = await startLocalCloud(checkout);
  const { code, stdout } = await record(checkout, 'doctor', '--all', '--json');
  expect(code).toBe(0);
  report = reportSchema.parse(JSON.parse(stdout));
});

afterAll(() => running.stop());

function outcomes(name: string): Record<string, string> {
  const domain = report.domains.find((each) => each.domain === name);
  return Object.fromEntries((domain?.devices ?? []).map(({ device, outcome }) => [device, outcome]));
}

describe('signpost doctor --all against the local cloud', () => {
  test('reports every sample domain as its file says', async () => {
    const fleet = await loadFleet(checkout);
    if (!fleet.ok) throw new Error('The sample tenants do not load.');
    const declared = fleet.value.tenants.flatMap(({ domains }) => domains.map(({ name }) => name));
    expect(report.domains.map(({ domain, rollUp }) => `${domain} ${rollUp}`)).toEqual(
      declared.map((name) => `${name} serving`),
    );
    expect(report.target).toBe('local');
  });

  test.each<[string, string, Record<string, string>]>([
    ['a suspended one', 'wonka.example', { iPhone: 'as-declared', Mac: 'as-declared', 'iOS 16': 'as-declared' }],
    ['one for whom only Apple counts', 'globex-labs.example', { iPhone: 'as-declared', Mac: 'as-declared' }],
    ['one whose own server redirects', 'globex-de.example', { iPhone: 'enrolls', Mac: 'enrolls' }],
    ['one with a refused family', 'globex-uk.example', { iPhone: 'enrolls', 'Apple Vision Pro': 'as-declared' }],
  ])('knows %s', (_kind, name, expected) => {
    expect(outcomes(name)).toMatchObject(expected);
  });
});
