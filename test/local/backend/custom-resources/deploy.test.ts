import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeProblem } from '../../../../lib/core/problems';
import { deployCustomResources } from '../../../../lib/local/custom-resources/deploy';
import { createResponses, RESPONSE_HOST } from '../../../../lib/local/custom-resources/responses';
import { openState } from '../../../../lib/local/custom-resources/state';
import type { CustomResource } from '../../../../lib/local/deployment';
import type { LogEntry } from '../../../../lib/local/log';

interface Request {
  readonly RequestType: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Record<string, unknown>;
  readonly OldResourceProperties?: Record<string, unknown>;
}

/** What a function answers; nothing: it ends without an answer. */
type Behave = (request: Request) => Record<string, unknown> | undefined;

const agree: Behave = ({ RequestType, PhysicalResourceId, LogicalResourceId }) => ({
  Status: 'SUCCESS',
  PhysicalResourceId: RequestType === 'Create' ? `made-${LogicalResourceId}` : PhysicalResourceId,
});
const refuse =
  (...types: readonly string[]): Behave =>
  (request) =>
    types.includes(request.RequestType)
      ? { Status: 'FAILED', Reason: 'It may not be.', PhysicalResourceId: 'failed-id' }
      : agree(request);

function resource(stack: string, changes: Partial<CustomResource> = {}): CustomResource {
  return {
    stack,
    accountId: '000000000000',
    logicalId: 'Declaration',
    type: 'Custom::SignpostTenant',
    serviceToken: 'arn:function',
    timeoutSeconds: 120,
    retained: false,
    properties: { ServiceToken: 'arn:function', tenantId: stack, declaration: 'one' },
    ...changes,
  };
}

const changed = (stack: string) =>
  resource(stack, { properties: { ...resource(stack).properties, declaration: 'two' } });

/** Deployments one after the other on one state. */
function environment() {
  const file = join(mkdtempSync(join(tmpdir(), 'signpost-state-')), 'backend', 'custom-resources.json');
  const requests: Request[] = [];
  const log: LogEntry[] = [];
  const deploy = async (resources: readonly CustomResource[], behave: Behave = agree, forgotten = false) => {
    requests.length = 0;
    const responses = createResponses();
    const invoke = async (_arn: string, event: unknown) => {
      const request = event as Request;
      requests.push(request);
      const { ResponseURL, StackId, RequestId, LogicalResourceId } = request;
      const answer = behave(request);
      const { pathname, search } = new URL(ResponseURL);
      const document = { StackId, RequestId, LogicalResourceId, ...answer };
      if (answer)
        responses.answer({ method: 'PUT', target: pathname + search, body: Buffer.from(JSON.stringify(document)) });
      return { kind: 'result', result: null } as const;
    };
    const state = openState(file, forgotten);
    const asking = { invoke, retriesOf: () => 0, responses };
    const problems = await deployCustomResources(resources, { state, asking, log: (entry) => log.push(entry) });
    return problems.map(describeProblem);
  };
  const asked = () => requests.map(({ RequestType, StackId }) => `${RequestType} ${StackId.split('/')[1]}`);
  return { deploy, asked, requests, log, file };
}

describe('custom resources', () => {
  test('that are new are created, with everything that CloudFormation sends', async () => {
    const { deploy, requests } = environment();
    expect(await deploy([resource('A')])).toEqual([]);
    expect(requests).toEqual([
      {
        RequestType: 'Create',
        ServiceToken: 'arn:function',
        ResponseURL: expect.stringMatching(`^https://${RESPONSE_HOST}/`),
        StackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/A\/[0-9a-f-]{36}$/),
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        LogicalResourceId: 'Declaration',
        ResourceType: 'Custom::SignpostTenant',
        ResourceProperties: { ServiceToken: 'arn:function', tenantId: 'A', declaration: 'one' },
      },
    ]);
  });

  test('that have not changed are not asked about, also after a restart', async () => {
    const { deploy, asked } = environment();
    await deploy([resource('A')]);
    expect(await deploy([resource('A')])).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test('that have changed are updated, with what they were', async () => {
    const { deploy, requests } = environment();
    await deploy([resource('A')]);
    const [created] = [...requests];
    await deploy([changed('A')]);
    expect(requests).toMatchObject([
      {
        RequestType: 'Update',
        StackId: created?.StackId,
        PhysicalResourceId: 'made-Declaration',
        ResourceProperties: { declaration: 'two' },
        OldResourceProperties: { declaration: 'one' },
      },
    ]);
    await deploy([changed('A')]);
    expect(requests).toEqual([]);
  });

  test('that are gone are deleted with what they were, and before anything else', async () => {
    const { deploy, requests, asked } = environment();
    await deploy([resource('A'), resource('B')]);
    await deploy([changed('B'), resource('C')]);
    expect(asked()).toEqual(['Delete A', 'Update B', 'Create C']);
    expect(requests[0]).toMatchObject({
      PhysicalResourceId: 'made-Declaration',
      ResourceProperties: { tenantId: 'A', declaration: 'one' },
    });
    await deploy([changed('B'), resource('C')]);
    expect(asked()).toEqual([]);
  });

  test('that come back belong to a stack with another id', async () => {
    const { deploy, requests } = environment();
    await deploy([resource('A')]);
    const before = requests[0]?.StackId;
    await deploy([]);
    await deploy([resource('A')]);
    expect(requests[0]).toMatchObject({ RequestType: 'Create' });
    expect(requests[0]?.StackId).not.toBe(before);
  });

  test('that are to be retained are left as they are', async () => {
    const { deploy, asked } = environment();
    await deploy([resource('A', { retained: true })]);
    await deploy([]);
    expect(asked()).toEqual([]);
  });

  test('with a new physical id after an update are replaced: the old one is deleted afterwards', async () => {
    const { deploy, requests } = environment();
    await deploy([resource('A')]);
    await deploy([changed('A')], (request) =>
      request.RequestType === 'Update' ? { Status: 'SUCCESS', PhysicalResourceId: 'new' } : agree(request),
    );
    expect(requests).toMatchObject([
      { RequestType: 'Update' },
      { RequestType: 'Delete', PhysicalResourceId: 'made-Declaration', ResourceProperties: { declaration: 'one' } },
    ]);
    await deploy([]);
    expect(requests).toMatchObject([{ RequestType: 'Delete', PhysicalResourceId: 'new' }]);
  });

  test('are all created again where the table is new', async () => {
    const { deploy, asked } = environment();
    await deploy([resource('A'), resource('B')]);
    await deploy([resource('A')], agree, true);
    expect(asked()).toEqual(['Create A']);
  });

  test('are all created again where the state cannot be read', async () => {
    const { deploy, asked, file } = environment();
    await deploy([resource('A')]);
    writeFileSync(file, '{"resources":[{"stack":7}, nonsense');
    await deploy([resource('A')]);
    expect(asked()).toEqual(['Create A']);
  });
});

describe('a custom resource that fails', () => {
  test('to be created is deleted by the id of its answer, and tried again at the next start', async () => {
    const { deploy, requests, asked } = environment();
    const problems = await deploy([resource('A')], refuse('Create'));
    expect(problems).toEqual(['Cannot deploy the stack "A": It may not be. [local.custom-resource]']);
    expect(requests).toMatchObject([
      { RequestType: 'Create' },
      { RequestType: 'Delete', PhysicalResourceId: 'failed-id' },
    ]);
    await deploy([resource('A')]);
    expect(asked()).toEqual(['Create A']);
  });

  test('to be updated is put back to what it was', async () => {
    const { deploy, requests, asked } = environment();
    await deploy([resource('A')]);
    await deploy([changed('A')], refuse('Update'));
    expect(requests).toMatchObject([
      {
        RequestType: 'Update',
        ResourceProperties: { declaration: 'two' },
        OldResourceProperties: { declaration: 'one' },
      },
      {
        RequestType: 'Update',
        ResourceProperties: { declaration: 'one' },
        OldResourceProperties: { declaration: 'two' },
      },
    ]);
    await deploy([resource('A')]);
    expect(asked()).toEqual([]);
  });

  test('to be deleted is asked for again at the next start', async () => {
    const { deploy, asked } = environment();
    await deploy([resource('A')]);
    expect(await deploy([], refuse('Delete'))).toHaveLength(1);
    await deploy([]);
    expect(asked()).toEqual(['Delete A']);
  });

  test('does not keep the others from being deployed, and succeeds once another has made room', async () => {
    const { deploy, asked } = environment();
    const taken = new Set<string>();
    // B can only be made when A exists, as one tenant can only claim what the other has let go.
    const behave: Behave = (request) => {
      const stack = request.StackId.split('/')[1] ?? '';
      if (stack === 'A' && request.RequestType === 'Create' && !taken.has('B')) return refuse('Create')(request);
      taken.add(stack);
      return agree(request);
    };
    taken.delete('A');
    expect(await deploy([resource('A'), resource('B')], behave)).toEqual([]);
    expect(asked()).toEqual(['Create A', 'Delete A', 'Create B', 'Create A']);
  });

  test.each<[string, Behave, string]>([
    ['without an answer', () => undefined, 'the function did not answer'],
    ['with an answer that is none', () => ({}), 'no Status'],
    ['with an empty id', () => ({ Status: 'SUCCESS', PhysicalResourceId: '' }), 'Invalid PhysicalResourceId'],
    [
      'with an id beyond 1 KB',
      () => ({ Status: 'SUCCESS', PhysicalResourceId: 'x'.repeat(1025) }),
      'Invalid PhysicalResourceId',
    ],
    [
      'with another request’s id',
      () => ({ Status: 'SUCCESS', PhysicalResourceId: 'x', RequestId: 'y' }),
      'RequestId not copied',
    ],
    ['without a reason', () => ({ Status: 'FAILED' }), 'the function gave no reason'],
    [
      'with an answer beyond 4,096 bytes',
      () => ({ Status: 'SUCCESS', PhysicalResourceId: 'x', Data: { a: 'a'.repeat(4096) } }),
      'the function did not answer',
    ],
  ])('%s', async (_name, behave, reason) => {
    const { deploy } = environment();
    const [problem] = await deploy([resource('A')], (request) =>
      request.RequestType === 'Create' ? behave(request) : agree(request),
    );
    expect(problem).toContain(reason);
  });

  test('is tried again by Lambda where the function fails', async () => {
    const responses = createResponses();
    let invocations = 0;
    const invoke = async () => {
      invocations += 1;
      return { kind: 'failure', reason: 'the function threw Error' } as const;
    };
    const state = openState(join(mkdtempSync(join(tmpdir(), 'signpost-state-')), 'x.json'), false);
    const asking = { invoke, retriesOf: () => 2, responses };
    const problems = await deployCustomResources([resource('A')], { state, asking, log: () => {} });
    expect(problems[0]?.message).toContain('the function threw Error');
    // Three times the Create, three times the Delete of its rollback.
    expect(invocations).toBe(6);
  });

  test('because the function takes longer than it may', async () => {
    const invoke = () => new Promise<never>(() => {});
    const state = openState(join(mkdtempSync(join(tmpdir(), 'signpost-state-')), 'x.json'), false);
    const asking = { invoke, retriesOf: () => 0, responses: createResponses() };
    const hasty = resource('A', { timeoutSeconds: 0.01 });
    const problems = await deployCustomResources([hasty], { state, asking, log: () => {} });
    expect(problems[0]?.message).toContain('did not answer within 0.01 s');
  });
});

describe('the address for answers', () => {
  test('takes a PUT as it was signed, once it is open and until it is closed', async () => {
    const responses = createResponses();
    const slot = responses.open();
    const { pathname, search } = new URL(slot.url);
    const put = (changes: object) =>
      responses.answer({
        method: 'PUT',
        target: pathname + search,
        body: Buffer.from('{"Status":"SUCCESS"}'),
        ...changes,
      }).status;
    expect(put({ method: 'POST' })).toBe(403);
    expect(put({ target: pathname })).toBe(403);
    expect(put({ body: Buffer.alloc(4097) })).toBe(400);
    expect(put({})).toBe(200);
    expect(await slot.answered).toEqual({ Status: 'SUCCESS' });
    slot.close();
    expect(put({})).toBe(403);
  });
});
