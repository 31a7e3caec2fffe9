import type { RecordChange } from '../../lib/core/tenants/repository';
import { type Api, type Provider, startApi, startProvider } from './api';
import { type ApiServer, serveApi } from './api-server';
import { type Engine, startDynoxide } from './dynamodb';
import { writeProject } from './project';
import { type Recording, record } from './recording';

/** A project whose local cloud is the API with some records; all of it anew for each test. */
export interface ApiProject {
  readonly api: Api;
  readonly server: ApiServer;
  readonly directory: string;
  /** Runs one command line in the project. */
  signpost(...argv: readonly string[]): Promise<Recording>;
}

/** Opens such a project before each test of the file, and closes it after. */
export function withApiProject(changes: readonly RecordChange[]): ApiProject {
  let engine: Engine;
  let provider: Provider;
  let opened: Pick<ApiProject, 'api' | 'server' | 'directory'>;
  beforeAll(async () => {
    [engine, provider] = await Promise.all([startDynoxide(), startProvider()]);
  });
  afterAll(() => engine.close());
  beforeEach(async () => {
    const directory = writeProject({});
    const api = await startApi(engine, provider);
    api.now = Date.now();
    opened = { api, directory, server: await serveApi(api, provider, directory) };
    await api.repository.commit(changes);
  });
  afterEach(() => opened.server.close());
  return {
    get api() {
      return opened.api;
    },
    get server() {
      return opened.server;
    },
    get directory() {
      return opened.directory;
    },
    signpost: (...argv) => record(opened.directory, ...argv),
  };
}
