import { ORIGIN_HEADER_LIMITS } from '../../contract/front-settings';
import { CONFIG_PATH, distributionsOf } from './distribution';
import type { Json, Template, TemplateFault } from './template';

interface Header {
  readonly name: string;
  /** Nothing where the template computes it. */
  readonly value?: string;
}

/** Origin headers that are too many, too long, too long in all, or hold what a header cannot. */
export function checkHeaderBudget(templates: readonly Template[]): TemplateFault[] {
  return distributionsOf(templates).flatMap(({ template, resource, config }) =>
    config.at('Origins').elements.flatMap((origin, index) =>
      faultsOf(headersOf(origin)).map((fault) => ({
        code: 'template.header-budget' as const,
        message: `Cannot send the headers of the origin ${JSON.stringify(origin.at('Id').value)} in ${resource.id}: ${fault}`,
        template: template.name,
        resource: resource.id,
        path: `${CONFIG_PATH}.Origins.${index}.OriginCustomHeaders`,
      })),
    ),
  );
}

function headersOf(origin: Json): readonly Header[] {
  return origin.at('OriginCustomHeaders').elements.map((header) => ({
    name: header.at('HeaderName').text ?? '',
    value: header.at('HeaderValue').text,
  }));
}

function faultsOf(headers: readonly Header[]): readonly string[] {
  const { count, valueLength, totalLength } = ORIGIN_HEADER_LIMITS;
  const faults: string[] = [];
  if (headers.length > count) faults.push(`there are ${headers.length}; expected at most ${count}`);
  for (const { name, value = '' } of headers) {
    if (value.length > valueLength) {
      faults.push(`"${name}" has ${value.length} characters; expected at most ${valueLength}`);
    }
    if (!/^[\x21-\x7e]*$/.test(value)) faults.push(`"${name}" holds other characters; expected visible ASCII`);
  }
  const total = headers.reduce((sum, { name, value = '' }) => sum + name.length + value.length, 0);
  if (total > totalLength) faults.push(`they take ${total} characters; expected at most ${totalLength} in all`);
  return faults;
}
