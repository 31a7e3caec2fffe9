/** Where a page ended, as an opaque word. It opens nothing: the partition it is used in comes from the path. */
export function encodeCursor(position: string | undefined): string | undefined {
  return position === undefined ? undefined : Buffer.from(position).toString('base64url');
}

export function decodeCursor(cursor: string | undefined): string | undefined {
  return cursor === undefined ? undefined : Buffer.from(cursor, 'base64url').toString();
}
