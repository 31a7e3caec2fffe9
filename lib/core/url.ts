/** The text as a URL, by itself or from `base`; nothing where it is not one. Parsed once: `canParse` would double the cost. */
export function parseUrl(text: string, base?: URL | string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
