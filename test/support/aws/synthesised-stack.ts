import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JOBS } from '../../../src/aws/stack/jobs.ts';
import { keptFor } from './kept-synthesis.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export type CloudTemplate = { readonly [part: string]: object };

export type Synthesised = {
  readonly exitCode: number | null;
  /** What stands on the screen, findings of cdk-nag among it. */
  readonly output: string;
  /** The template as CloudFormation gets it; null where there is none. */
  readonly template: CloudTemplate | null;
  readonly budgetTemplate: CloudTemplate | null;
};

/**
 * Runs the CDK app as its command line does, offline: no network, no docker, no credentials. cdk-nag looks
 * at it, but not CloudFormation's own validator, which takes several times as long: `cdk-synth.test.ts`
 * has both.
 *
 * @param context what stands in `cdk.json`, beside its flags
 */
export function synthesise(context: { readonly [name: string]: unknown } = {}): Synthesised {
  const isGood = ({ exitCode }: Synthesised): boolean => exitCode === 0;
  return keptFor(ROOT, context, () => synthesiseNow(context), isGood);
}

function synthesiseNow(context: { readonly [name: string]: unknown }): Synthesised {
  const folder = temporaryFolder('urmston-stack-');
  const codeFolder = placeholderCode(folder);
  const { context: flags } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const out = join(folder, 'out');
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/aws/stack/app.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      HOME: folder,
      PATH: '',
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: out,
      CDK_CONTEXT_JSON: JSON.stringify({ ...flags, codeFolder, ...context }),
    },
  });
  try {
    return {
      exitCode: status,
      output: stdout + stderr,
      template: templateIn(out, 'UrmstonInvite'),
      budgetTemplate: templateIn(out, 'UrmstonInviteBudget'),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A folder for each job with code that does nothing: what is looked at is what stands around it. */
export function placeholderCode(folder: string): string {
  const codeFolder = join(folder, 'code');
  for (const job of JOBS) {
    mkdirSync(join(codeFolder, job), { recursive: true });
    writeFileSync(join(codeFolder, job, 'index.mjs'), 'export const handler = async () => {};\n');
  }
  return codeFolder;
}

function templateIn(out: string, stack: string): CloudTemplate | null {
  const file = join(out, `${stack}.template.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as CloudTemplate) : null;
}
