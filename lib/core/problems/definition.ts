/** One row of the registry: the meaning of a code, its remedy, and the HTTP status where an API answers with it. */
export interface ProblemDefinition {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
  readonly status?: number;
}

export type ProblemDefinitions = Readonly<Record<string, ProblemDefinition>>;
