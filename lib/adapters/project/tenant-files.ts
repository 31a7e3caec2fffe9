import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { problem } from '../../core/problems';
import { failed, ok, type Result } from '../../core/result';
import { TENANTS_FOLDER } from './project-files';

/** Path of a tenant's file from the project's folder. */
export function tenantFileOf(id: string): string {
  return `${TENANTS_FOLDER}/${id}.ts`;
}

/** Writes a new file, whole or not at all, and never over an existing one. Problem codes: `onboarding.tenant-exists`, `onboarding.file-unwritable`. */
export function createTenantFile(projectDirectory: string, id: string, text: string): Result<string> {
  const file = tenantFileOf(id);
  const draft = draftOf(projectDirectory, id);
  try {
    mkdirSync(dirname(draft), { recursive: true });
    writeFileSync(draft, text);
    // A link is made whole, and refuses a name that is taken.
    linkSync(draft, join(projectDirectory, file));
    return ok(file);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') {
      const message = `Cannot write ${file}: it exists already; expected an unused id`;
      return failed(problem('onboarding.tenant-exists', message));
    }
    return failed(unwritable(file, code));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Beside the file, by a name that declares no tenant. */
function draftOf(projectDirectory: string, id: string): string {
  return join(projectDirectory, TENANTS_FOLDER, `.${id}.draft`);
}

export function tenantFileExists(projectDirectory: string, id: string): boolean {
  return existsSync(join(projectDirectory, tenantFileOf(id)));
}

/** Takes back a file that has just been written. */
export function deleteTenantFile(projectDirectory: string, id: string): void {
  rmSync(join(projectDirectory, tenantFileOf(id)), { force: true });
}

export function readTenantFile(projectDirectory: string, id: string): string {
  return readFileSync(join(projectDirectory, tenantFileOf(id)), 'utf8');
}

/** Writes over a file that was read before, whole or not at all. Problem code: `onboarding.file-unwritable`. */
export function replaceTenantFile(projectDirectory: string, id: string, text: string): Result<string> {
  const file = tenantFileOf(id);
  const draft = draftOf(projectDirectory, id);
  try {
    writeFileSync(draft, text);
    renameSync(draft, join(projectDirectory, file));
    return ok(file);
  } catch (error) {
    return failed(unwritable(file, codeOf(error)));
  } finally {
    rmSync(draft, { force: true });
  }
}

function unwritable(file: string, code: string) {
  return problem('onboarding.file-unwritable', `Cannot write ${file}: ${code}; expected a folder that can be written`);
}

/** Anything without a code is no error of the file system, and goes on. */
function codeOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code);
  throw error;
}
