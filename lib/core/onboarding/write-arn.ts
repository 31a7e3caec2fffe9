const ARN_IN_EXTERNAL = /external\(\s*\{\s*certificateArn:\s*(['"])(?:(?!\1).)*\1,?\s*\}\s*,?\s*\)/;

/**
 * The text of a tenant's file with another certificate for an `external` domain; nothing where the file declares it in
 * another form. The caller loads the result and checks that it declares the certificate.
 */
export function replaceCertificateArn(source: string, domain: string, arn: string): string | undefined {
  const key = new RegExp(`(['"])${domain.replaceAll('.', '\\.')}\\1\\s*:\\s*\\{`).exec(source);
  if (!key) return undefined;
  const start = key.index + key[0].length;
  const end = start + closingBrace(source.slice(start));
  const block = source.slice(start, end);
  if (!ARN_IN_EXTERNAL.test(block)) return undefined;
  const replaced = block.replace(ARN_IN_EXTERNAL, () => `external({ certificateArn: '${arn}' })`);
  return source.slice(0, start) + replaced + source.slice(end);
}

/** The index at which the brace that is open at the start closes; the end if it never does. */
function closingBrace(text: string): number {
  let depth = 1;
  for (const [index, character] of [...text].entries()) {
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}
