import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import type { ReactNode } from 'react';
import type { Loaded } from '../api/use-resource';
import { ProblemAlert } from './problem-alert';

interface Props<T> {
  readonly from: Loaded<T>;
  readonly children: (value: T, etag: string) => ReactNode;
}

/** The loaded value, or a spinner, or the problem. */
export function WhenLoaded<T>({ from: { resource, refresh }, children }: Props<T>) {
  switch (resource.state) {
    case 'loading':
      return (
        <Box textAlign="center" padding="l">
          <Spinner size="large" />
        </Box>
      );
    case 'failed':
      return <ProblemAlert problem={resource.problem} onRetry={refresh} />;
    case 'loaded':
      return (
        <SpaceBetween size="l">
          {resource.stale && <ProblemAlert problem={resource.stale} type="warning" onRetry={refresh} />}
          {children(resource.value, resource.etag)}
        </SpaceBetween>
      );
  }
}
