import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));

/** The path of the built tool, which is built now if it is not there. */
export const CLI = join(REPOSITORY, 'dist', 'urmston-invite.js');
if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.ts'], { cwd: REPOSITORY });

export type Env = { readonly [name: string]: string };

export type RunOptions = {
  /** Added to `bareEnv`; nothing else of this process's environment reaches the tool. */
  readonly env: Env;
  readonly cwd: string;
};

/** The environment of a new login, without any of the tool's settings. */
export function bareEnv(): Env {
  return { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8' };
}
