const ENCODED_RUN = /(?:%[0-9a-f]{2})+/gi;

/**
 * Percent-decodes a query component and never throws: what is no valid escape stays as it is, bytes that are no UTF-8
 * become U+FFFD. `+` means `+`: a device does not encode it, and a form decoder would corrupt `user+tag@…`.
 */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(ENCODED_RUN, (run) =>
      new TextDecoder().decode(Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16))),
    );
  }
}

/** Percent-encodes, as UTF-8, each character of `text` that `unwanted` matches (a global expression, flag `u`). */
export function percentEncode(text: string, unwanted: RegExp): string {
  return text.replace(unwanted, (character) =>
    Array.from(
      new TextEncoder().encode(character),
      (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    ).join(''),
  );
}
