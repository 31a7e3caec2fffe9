import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';

interface Props {
  readonly title: string;
  /** What to do about it. */
  readonly children: ReactNode;
}

/** Shown in place of an empty list. */
export function Empty({ title, children }: Props) {
  return (
    <Box textAlign="center" color="inherit" padding="m">
      <Box variant="strong">{title}</Box>
      <Box variant="p" color="inherit">
        {children}
      </Box>
    </Box>
  );
}
