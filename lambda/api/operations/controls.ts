import type { RegistrationPorts } from '../../../lib/backend/registration/ports';
import { changeControls, readControls } from '../../../lib/backend/registration/record';
import { controlsRequestSchema, controlsSchema } from '../../../lib/contract/api/registration-schemas';
import { problem } from '../../../lib/core/problems';
import { type Controls, releaseBrake, setAppleWrites } from '../../../lib/core/registration/controls';
import { controlsEtag } from '../etag';
import { type ApiOutcome, type ApiRequest, operation, success } from '../operation';
import { viewControls } from '../registration-views';

const PATH = '/v1/controls';

export const getControls = operation({
  id: 'getControls',
  method: 'get',
  path: PATH,
  summary: 'Whether this stage writes to Apple, and whether the brake is on',
  access: { role: 'platform', scope: 'read' },
  response: { schema: controlsSchema, description: 'The current state, with the latest decisions.', etag: true },
  handle: async (_, parts) => showControls(await readControls(await parts.registrations())),
});

export const putControls = operation({
  id: 'putControls',
  method: 'put',
  path: PATH,
  summary: 'Let this stage write to Apple, or only observe',
  description: '`If-Match`, the ETag of the controls, is optional.',
  access: { role: 'platform', scope: 'write' },
  body: controlsRequestSchema,
  conditional: 'where-sent',
  response: { schema: controlsSchema, description: 'The new state.', etag: true },
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    const { body, actor } = request;
    return decideControls(request, ports, (now) => setAppleWrites(now, body.appleWrites, actor, ports.clock()));
  },
});

export const postReleaseBrake = operation({
  id: 'postReleaseBrake',
  method: 'post',
  path: `${PATH}/release-brake`,
  summary: 'Release the brake: changes at Apple continue. Review them first',
  description: '`If-Match`, the ETag of the controls, is optional.',
  access: { role: 'platform', scope: 'write' },
  conditional: 'where-sent',
  response: { schema: controlsSchema, description: 'The new state.', etag: true },
  handle: async (request, parts) => {
    const ports = await parts.registrations();
    return decideControls(request, ports, (now) => releaseBrake(now, request.actor, ports.clock()));
  },
});

function showControls(controls: Controls): ApiOutcome {
  return success(viewControls(controls), controlsEtag(controls));
}

/** Changes the controls, unless another decision was made since the caller read them. */
async function decideControls(
  { ifMatch }: ApiRequest,
  ports: RegistrationPorts,
  change: (controls: Controls) => Controls,
): Promise<ApiOutcome> {
  let isSeen = true;
  const controls = await changeControls(ports, (now) => {
    isSeen = ifMatch === undefined || ifMatch === controlsEtag(now);
    return isSeen ? change(now) : now;
  });
  if (isSeen) return showControls(controls);
  const etag = controlsEtag(controls);
  const message = `Cannot change the controls: their ETag is now ${etag}; expected the one that was sent`;
  return {
    kind: 'problem',
    problem: problem('api.precondition-failed', message),
    conflict: { changes: [], current: viewControls(controls), etag },
  };
}
