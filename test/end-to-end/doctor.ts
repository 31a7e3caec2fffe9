import { loadFleet } from '../../lib/adapters/project/project-files';
import { type DoctorReport, reportSchema } from '../../lib/core/doctor/report';
import type { StartedCloud } from './started-cloud';

export function describeDoctor({ checkout, signpost }: StartedCloud): void {
  let report: DoctorReport;

  function outcomes(name: string): Record<string, string> {
    const domain = report.domains.find((each) => each.domain === name);
    return Object.fromEntries((domain?.devices ?? []).map(({ device, outcome }) => [device, outcome]));
  }

  describe('signpost doctor --all against the local cloud', () => {
    beforeAll(async () => {
      const { code, stdout } = await signpost('doctor', '--all', '--json');
      expect(code).toBe(0);
      report = reportSchema.parse(JSON.parse(stdout));
    });

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
      ['one that only Apple answers for', 'globex-labs.example', { iPhone: 'as-declared', Mac: 'as-declared' }],
      ['one whose own server redirects', 'globex-de.example', { iPhone: 'enrolls', Mac: 'enrolls' }],
      ['one with a refused family', 'globex-uk.example', { iPhone: 'enrolls', 'Apple Vision Pro': 'as-declared' }],
    ])('knows %s', (_kind, name, expected) => {
      expect(outcomes(name)).toMatchObject(expected);
    });
  });
}
