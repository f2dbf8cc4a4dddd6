import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bundleLambda } from '../../../scripts/lambda-bundle.ts';
import { JOBS } from '../../../src/aws/stack/jobs.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const LEDGER = fileURLToPath(
  new URL('../../../src/adapters/storage/dynamo/ledger-table.ts', import.meta.url),
);

const MOST_BYTES = 1.4 * 1024 * 1024;

describe('the bundle of a function', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder('urmston-bundle-');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has all its code in one file, the AWS SDK included, and is small', async () => {
    const entry = join(folder, 'entry.ts');
    writeFileSync(
      entry,
      `import { openLedgerTable } from ${JSON.stringify(LEDGER)};
       const problem = await openLedgerTable(
         { table: 'no-such-table', region: 'eu-north-1', endpoint: process.env.ENDPOINT },
         'live', '${'5e'.repeat(32)}',
       ).then(({ ledger }) => ledger.open()).catch((error) => error.problem);
       console.log(JSON.stringify(problem));`,
    );
    const bundle = join(folder, 'alone', 'index.mjs');
    expect(await bundleLambda(entry, bundle)).toBeLessThan(MOST_BYTES);

    // Nothing listens there: it is enough that the SDK sent a request.
    const { stdout, stderr } = spawnSync(process.execPath, [bundle], {
      cwd: folder,
      encoding: 'utf8',
      env: { ENDPOINT: 'http://127.0.0.1:1' },
    });
    expect({ stdout, stderr }).toEqual({
      stdout: '{"code":"ledger_unavailable","file":"no-such-table","reason":"aws_unreachable"}\n',
      stderr: '',
    });
  });

  it.each(JOBS)('is small for %s, and has only a part of Twilio’s SDK', async (job) => {
    const entry = fileURLToPath(new URL(`../../../src/aws/handlers/${job}.ts`, import.meta.url));
    const bundle = join(folder, 'index.mjs');
    expect(await bundleLambda(entry, bundle)).toBeLessThan(MOST_BYTES);
    const code = readFileSync(bundle, 'utf8');
    expect(['AxiosError', 'jsonwebtoken', 'flexApi'].filter((name) => code.includes(name))).toEqual(
      [],
    );
  });
});
