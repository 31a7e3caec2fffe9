/** A page of a list, and where the next one begins. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Missing on the last page. */
  readonly next?: string;
}

/** Which page of a list; `after` is the `next` of the page before. */
export interface PageRequest {
  readonly limit: number;
  readonly after?: string;
}
