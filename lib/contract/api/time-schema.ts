import { z } from 'zod';

/** A moment as the API takes and gives it. */
export const timeSchema = z.iso.datetime('a time such as 2026-11-21T12:00:00Z');
