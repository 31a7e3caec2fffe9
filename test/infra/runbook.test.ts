import { existsSync, readFileSync } from 'node:fs';
import { RUNBOOK } from '../../lib/infra/alarm';
import { buildFleet, plainTenant } from '../support/fleet';
import { synthesize } from '../support/synthesis';

const text = readFileSync(RUNBOOK, 'utf8');
const [, alarmSection = ''] = /^## Alarms$([\s\S]*?)^## /m.exec(text) ?? [];
const headings = [...alarmSection.matchAll(/^### (.*)$/gm)].map(([, heading = '']) => heading);

const fleet = buildFleet({ tenants: { acme: plainTenant('acme.example') } });
const { stackNames, template } = synthesize(fleet);
const alarms = stackNames.flatMap((name) => Object.entries(template(name).findResources('AWS::CloudWatch::Alarm')));

/** The heading that an alarm names. */
function headingOf({ Properties }: Record<string, { AlarmDescription?: string }>): string {
  const [, heading = ''] = /What to do: docs\/runbook\.md, (\w+)$/.exec(Properties?.AlarmDescription ?? '') ?? [];
  return heading;
}

describe('the runbook', () => {
  test('has a heading for every alarm, and an alarm for every heading', () => {
    expect(headings.length).toBeGreaterThan(10);
    expect([...headings].sort()).toEqual([...new Set(alarms.map(([, alarm]) => headingOf(alarm)))].sort());
  });

  test.each(alarms)('%s is called as its heading is', (logicalId, alarm) => {
    expect(logicalId).toContain(headingOf(alarm));
  });

  test('says something under every heading', () => {
    const bodies = alarmSection.split(/^### .*$/m).slice(1);
    for (const body of bodies) expect(body.trim().length).toBeGreaterThan(80);
  });

  test('refers to headings and files that are there', () => {
    const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
    for (const [, target = ''] of text.matchAll(/\]\(#([^)]*)\)/g)) expect(anchors).toContain(target);
    for (const [, file = ''] of text.matchAll(/\]\(([^#)]+)\)/g)) expect(existsSync(`docs/${file}`)).toBe(true);
    for (const [file] of text.matchAll(/\blib\/[\w/-]+\.ts\b/g)) expect(existsSync(file)).toBe(true);
  });
});
