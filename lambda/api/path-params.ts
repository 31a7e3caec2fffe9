import { parseDomainName } from '../../lib/core/discovery/domain-name';
import { ID, parseTenantId } from '../../lib/core/tenants/tenant-id';

/** How each parameter of a path is read: in its one spelling, or nothing where nothing can be called that. */
const READERS: Readonly<Record<string, (text: string) => string | undefined>> = {
  tenant: parseTenantId,
  domain: (text) => {
    const parsed = parseDomainName(text);
    return parsed.ok ? parsed.value : undefined;
  },
  server: (text) => (ID.test(text) ? text : undefined),
};

/** The parameters of a path, each fit to be a key of the table; nothing where one of them cannot name anything. */
export function readPathParams(raw: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const params: Record<string, string> = {};
  for (const [name, text] of Object.entries(raw)) {
    const value = READERS[name]?.(text);
    if (value === undefined) return undefined;
    params[name] = value;
  }
  return params;
}
