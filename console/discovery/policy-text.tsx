import Box from '@cloudscape-design/components/box';
import type { ResolvedAnswer, When } from '../../lib/core/discovery/policy';

/** The condition of a rule: `Mac, iPad`, `25 % of the users`. */
export function describeWhen({ families, share }: When): string {
  const parts = [families?.join(', '), share === undefined ? undefined : `${share} % of the users`];
  return parts.filter((part) => part !== undefined).join(': ');
}

/** The answer for a device. */
export function AnswerText({ answer }: { readonly answer: ResolvedAnswer }) {
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
