import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JOBS } from '../../src/aws/jobs.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export type Synthesised = {
  readonly exitCode: number | null;
  /** What stands on the screen, findings of cdk-nag among it. */
  readonly output: string;
  /** The template as CloudFormation gets it; null where there is none. */
  readonly template: { readonly [part: string]: object } | null;
};

/**
 * Runs the CDK app as its command line does, offline: no network, no docker, no credentials.
 *
 * @param context what stands in `cdk.json`, beside its flags
 */
export function synthesise(context: { readonly [name: string]: unknown } = {}): Synthesised {
  const folder = mkdtempSync(join(tmpdir(), 'urmston-stack-'));
  const codeFolder = join(folder, 'code');
  for (const job of JOBS) {
    mkdirSync(join(codeFolder, job), { recursive: true });
    writeFileSync(join(codeFolder, job, 'index.mjs'), 'export const handler = async () => {};\n');
  }
  const { context: flags } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const out = join(folder, 'out');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/aws/app.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      HOME: folder,
      PATH: '',
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify({ ...flags, codeFolder, ...context }),
    },
  });
  try {
    const text = readFileSync(join(out, 'UrmstonInvite.template.json'), 'utf8');
    return { exitCode: status, output: stdout + stderr, template: JSON.parse(text) };
  } catch {
    return { exitCode: status, output: stdout + stderr, template: null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
