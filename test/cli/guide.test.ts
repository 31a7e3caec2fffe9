import { tenantFile, writeProject } from '../support/project';
import { record } from '../support/recording';

const project = () => writeProject({ 'tenants/acme.ts': tenantFile() });

describe('signpost guide', () => {
  test.each([
    ['Markdown', [], /^# Set up your Apple device for work at Acme\n/],
    ['HTML', ['--format', 'html'], /^<!doctype html>[\s\S]*<\/html>$/],
    ['the words of any MDM', ['--mdm', 'generic'], /your MDM's page/],
  ])('prints %s', async (_name, options, pattern) => {
    const { code, stdout } = await record(project(), 'guide', 'acme.example', ...options);
    expect(code).toBe(0);
    expect(stdout).toMatch(pattern);
  });

  test('refuses an unknown tenant', async () => {
    const { code, stderr } = await record(project(), 'guide', 'acne');
    expect([code, stderr]).toEqual([64, expect.stringContaining('[tenant.not-found]')]);
  });
});
