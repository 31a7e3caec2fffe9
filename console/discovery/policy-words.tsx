import Box from '@cloudscape-design/components/box';
import type { ResolvedAnswer, When } from '../../lib/core/discovery/policy';

/** Whom a rule is for: `Mac, iPad`, `25 % of the users`. */
export function whenInWords({ families, share }: When): string {
  const parts = [families?.join(', '), share === undefined ? undefined : `${share} % of the users`];
  return parts.filter((part) => part !== undefined).join(': ');
}

/** What a device is told. */
export function AnswerInWords({ answer }: { readonly answer: ResolvedAnswer }) {
  switch (answer.kind) {
    case 'redirect':
      return (
        <>
          Redirect to <Box variant="code">{answer.url}</Box>
        </>
      );
    case 'serve':
      return (
        <>
          Enroll at <Box variant="code">{answer.baseUrl}</Box> ({answer.version})
        </>
      );
    case 'refuse':
      return <>Refuse: “{answer.message}”</>;
    case 'absent':
      return <>404: the device goes on to Apple</>;
  }
}
