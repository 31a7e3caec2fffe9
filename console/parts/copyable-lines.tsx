import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';

/** Commands, records and lines, each with a button that copies it as it is. */
export function CopyableLines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line) => (
    <div key={line}>
      <CopyToClipboard
        variant="inline"
        textToCopy={line}
        textToDisplay={<Box variant="code">{line}</Box>}
        wrapText
        copyButtonAriaLabel={`Copy ${line}`}
        copySuccessText="Copied"
        copyErrorText="Not copied"
      />
    </div>
  ));
}
