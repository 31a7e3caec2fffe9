/** One row of the registry: what a code means, how it is mended, and the HTTP status where a door answers with it. */
export interface ProblemDefinition {
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
  readonly status?: number;
}

export type ProblemDefinitions = Readonly<Record<string, ProblemDefinition>>;
