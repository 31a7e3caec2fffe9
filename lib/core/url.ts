/** The URL that a text is, by itself or from `base`; nothing where it is none. Parsed once: asking first costs as much again. */
export function parseUrl(text: string, base?: URL | string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}
