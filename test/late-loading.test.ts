import { beforeAll, describe, expect, it } from '@jest/globals';
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const AWS = /node_modules\/@(?:aws-sdk|aws-lambda-powertools|smithy)\//u;

const COMMANDS = globSync('src/cli/commands/*.ts', { cwd: ROOT });
const ON_AWS = ['src/adapters/ledger/dynamo-stores.ts', 'src/adapters/queue/sqs-queue.ts'];

describe('the AWS SDK', () => {
  let outputs: Metafile['outputs'];
  beforeAll(async () => {
    const { metafile } = await build({
      absWorkingDir: ROOT,
      entryPoints: ['bin/urmston-invite.ts', ...COMMANDS, ...ON_AWS],
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

  /** The chunks that are read from disk before the first line of an entry runs. */
  function readAtOnce(chunk: string, seen: Set<string> = new Set()): ReadonlySet<string> {
    if (seen.has(chunk)) return seen;
    seen.add(chunk);
    for (const { path, kind } of outputs[chunk]?.imports ?? []) {
      if (kind === 'import-statement') readAtOnce(path, seen);
    }
    return seen;
  }

  function awsIn(chunks: Iterable<string>): readonly string[] {
    const inputs = [...chunks].flatMap((chunk) => Object.keys(outputs[chunk]?.inputs ?? {}));
    return inputs.filter((input) => AWS.test(input));
  }

  it.each(['bin/urmston-invite.ts', ...COMMANDS, ...ON_AWS])(
    'is not read by %s before it is needed',
    (entry) => {
      const found = Object.entries(outputs).find(([, output]) => output.entryPoint === entry);
      expect(found).toBeDefined();
      expect(awsIn(readAtOnce(found?.[0] ?? ''))).toEqual([]);
    },
  );

  it('is in chunks of its own', () => {
    expect(awsIn(Object.keys(outputs)).length).toBeGreaterThan(100);
  });
});
