import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  globSync,
  renameSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JOBS } from '../../../src/aws/stack/jobs.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export type CloudTemplate = { readonly [part: string]: object };

export type Synthesised = {
  readonly exitCode: number | null;
  /** The output, with the findings of cdk-nag. */
  readonly output: string;
  /** The CloudFormation template; null if there is none. */
  readonly template: CloudTemplate | null;
  readonly budgetTemplate: CloudTemplate | null;
};

/**
 * Runs the CDK app as its command line does, without network, Docker or credentials. cdk-nag checks it;
 * CloudFormation's validator, which takes several times as long, runs in `cdk-synth.test.ts`.
 *
 * @param context added to the flags in `cdk.json`
 */
export function synthesise(context: { readonly [name: string]: unknown } = {}): Synthesised {
  const isGood = ({ exitCode }: Synthesised): boolean => exitCode === 0;
  return cachedFor(ROOT, context, () => synthesiseNow(context), isGood);
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

/** A folder for each job with code that does nothing, for tests of the stack alone. */
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

const FOLDER = join('node_modules', '.cache', 'urmston-invite', 'stacks');

/**
 * Returns the cached result for the same sources, versions and options, or makes it. A stack takes seconds to
 * synthesise, and a dozen test files read the same one.
 *
 * @param root the folder of the project
 */
function cachedFor<T>(
  root: string,
  options: object,
  make: () => T,
  isWorthIt: (made: T) => boolean,
): T {
  const folder = join(root, FOLDER);
  const file = join(folder, `${digestOf(root, options)}.json`);
  const kept = read(file);
  if (kept !== null) return JSON.parse(kept) as T;
  const made = make();
  if (isWorthIt(made)) {
    mkdirSync(folder, { recursive: true });
    // Atomic, since another test file may read it now.
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
    renameSync(`${file}.${process.pid}`, file);
  }
  return made;
}

function digestOf(root: string, options: object): string {
  const hash = createHash('sha256').update(JSON.stringify([process.version, options]));
  const sources = globSync('src/**/*.ts', { cwd: root }).toSorted();
  for (const file of [...sources, 'cdk.json', 'package-lock.json']) {
    hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
