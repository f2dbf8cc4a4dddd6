import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build, type Metafile } from 'esbuild';
import { CLI } from './support/terminal/built-cli.ts';
import { aFolder } from './support/terminal/fake-shell.ts';
import { runPiped } from './support/terminal/run-piped.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AWS = /node_modules\/@(?:aws-sdk|aws-lambda-powertools|smithy)\//u;

const COMMANDS = globSync('src/cli/commands/*/*.ts', { cwd: ROOT });
const TWILIO = /node_modules\/(?:twilio|axios)\//u;
const WORKBOOKS = /node_modules\/hucre\//u;
const HELP = 'src/cli/program.ts';
/** What reads values of a list. */
const VALUES = /node_modules\/(?:libphonenumber-js|zod)\//u;
const ON_AWS = ['src/adapters/storage/dynamo/ledger-table.ts', 'src/adapters/queue/sqs-queue.ts'];

describe('the SDKs of AWS and Twilio, and the library for workbooks', () => {
  let outputs: Metafile['outputs'];
  beforeAll(async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: ['bin/urmston-invite.ts', ...COMMANDS, ...ON_AWS, HELP],
      outdir: 'nowhere',
      bundle: true,
      splitting: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
    });
    ({ outputs } = metafile);
  });

  /** The chunks that are loaded before an entry runs. */
  function readAtOnce(chunk: string, seen: Set<string> = new Set()): ReadonlySet<string> {
    if (seen.has(chunk)) return seen;
    seen.add(chunk);
    for (const { path, kind } of outputs[chunk]?.imports ?? []) {
      if (kind === 'import-statement') readAtOnce(path, seen);
    }
    return seen;
  }

  function inputsIn(library: RegExp, chunks: Iterable<string>): readonly string[] {
    const inputs = [...chunks].flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {}));
    return inputs.filter((input) => library.test(input));
  }

  it.each(['bin/urmston-invite.ts', ...COMMANDS, ...ON_AWS])(
    'are not loaded by %s before they are needed',
    (entry) => {
      const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entry);
      expect(found).toBeDefined();
      const atOnce = readAtOnce(found?.[0] ?? '');
      const late = [AWS, TWILIO, WORKBOOKS].flatMap((library) => inputsIn(library, atOnce));
      expect(late).toEqual([]);
    },
  );

  it('are not loaded by the help, nor is what reads the values of a list', () => {
    const found = Object.entries(outputs).find(([, output]) => output.entryPoint === HELP);
    const atOnce = readAtOnce(found?.[0] ?? '');
    const late = [AWS, TWILIO, WORKBOOKS, VALUES].flatMap((library) => inputsIn(library, atOnce));
    expect({ late, isFound: atOnce.size > 1 }).toEqual({ late: [], isFound: true });
  });

  it('are in chunks of their own', () => {
    expect(inputsIn(AWS, Object.keys(outputs)).length).toBeGreaterThan(100);
  });

  it('include only parts of the Twilio SDK, without its HTTP client', () => {
    const used = inputsIn(TWILIO, Object.keys(outputs));
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((input) => /axios|RequestClient|BaseTwilio/u.test(input))).toEqual([]);
  });
});

describe('a check of a list in the built tool', () => {
  it('does not load node:crypto, which takes as long as all other modules of Node that it loads', async () => {
    const printModules =
      'process.on("exit", () => console.error(process.moduleLoadList.join("\\n")))';
    const folder = aFolder();
    const { stdout, stderr } = await runPiped(['check', `${ROOT}samples/players.csv`], {
      env: { URMSTON_INVITE_HOME: join(folder, 'home') },
      cwd: folder,
      command: [process.execPath, '--import', `data:text/javascript,${printModules}`, CLI],
    });
    expect(stdout).toContain('14 records');
    const loaded = stderr.split('\n');
    expect(loaded).toContain('NativeModule fs');
    expect(loaded).not.toContain('NativeModule crypto');
  });
});
