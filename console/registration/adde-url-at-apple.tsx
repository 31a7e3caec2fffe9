import Box from '@cloudscape-design/components/box';
import type { AddeUrlView } from '../../lib/contract/api/registration-schemas';
import { TimeText } from '../parts/time';

/** Three answers: a URL, none, and not checked yet. */
export function AtApple({ observed }: { readonly observed: AddeUrlView['observed'] }) {
  switch (observed.kind) {
    case 'unknown':
      return 'not checked yet';
    case 'none':
      return 'none';
    case 'url':
      return <Box variant="code">{observed.url}</Box>;
  }
}

export function SetTime({ observed }: { readonly observed: AddeUrlView['observed'] }) {
  if (observed.kind !== 'url') return '–';
  return observed.setTime === undefined ? 'not reported by Apple' : <TimeText at={observed.setTime} />;
}
