import type { ProblemCode } from '../../core/problems';

/** A synthesized template: its file, and its resources by logical id. */
export interface Template {
  readonly name: string;
  readonly resources: readonly TemplateResource[];
}

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Json;
  /** Ids of the resources that are created first. */
  readonly dependsOn: readonly string[];
}

/** Something that CloudFront would refuse, and its place in the template. */
export interface TemplateFault {
  readonly code: ProblemCode;
  readonly message: string;
  readonly template: string;
  readonly resource: string;
  /** From the resource on, such as `Properties.DistributionConfig.Aliases`. */
  readonly path: string;
}

/** A JSON value read without knowing its shape: what is missing is empty. */
export class Json {
  constructor(readonly value: unknown) {}

  at(...keys: readonly string[]): Json {
    const [key, ...rest] = keys;
    if (key === undefined) return this;
    const { value } = this;
    const inner = isObject(value) ? value[key] : undefined;
    return new Json(inner).at(...rest);
  }

  get missing(): boolean {
    return this.value === undefined || this.value === null;
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  /** The elements of a list; a single value counts as a list of one, as CloudFormation takes it. */
  get elements(): readonly Json[] {
    if (this.missing) return [];
    return (Array.isArray(this.value) ? this.value : [this.value]).map((each: unknown) => new Json(each));
  }

  get entries(): readonly (readonly [string, Json])[] {
    return isObject(this.value)
      ? Object.entries(this.value).map(([key, inner]) => [key, new Json(inner)] as const)
      : [];
  }
}

/** Reads a template's text; everything but resources is left out. */
export function parseTemplate(name: string, text: string): Template {
  const resources = new Json(JSON.parse(text)).at('Resources').entries.map(([id, resource]) => ({
    id,
    type: resource.at('Type').text ?? '',
    properties: resource.at('Properties'),
    dependsOn: resource.at('DependsOn').elements.flatMap(({ text }) => text ?? []),
  }));
  return { name, resources };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
