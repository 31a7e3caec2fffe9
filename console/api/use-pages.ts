import { useState } from 'react';
import type { ResultPage } from './client';
import type { ApiResult } from './outcome';
import { type Loaded, useResource } from './use-resource';

/** A list that the server pages: the page on the screen, and the ways to the others. */
export interface Pages<Item> {
  readonly page: Loaded<ResultPage<Item>>;
  /** Counted from 1. */
  readonly number: number;
  /** Pages known so far; one more is there where `openEnd`. */
  readonly count: number;
  readonly openEnd: boolean;
  turnTo(number: number): void;
}

/** Remembers where each page begins, as a cursor leads forward only. */
export function usePages<Item>(
  key: string,
  load: (cursor: string | undefined) => Promise<ApiResult<ResultPage<Item>>>,
): Pages<Item> {
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const [number, setNumber] = useState(1);
  const cursor = cursors[number - 1];
  const page = useResource(`${key} ${cursor ?? ''}`, () => load(cursor));
  const next = page.resource.state === 'loaded' ? page.resource.value.next : undefined;
  const openEnd = next !== undefined && number === cursors.length;
  const turnTo = (wanted: number) => {
    if (wanted > cursors.length && next !== undefined) setCursors([...cursors, next]);
    setNumber(wanted);
  };
  return { page, number, count: cursors.length, openEnd, turnTo };
}
