import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import manifest from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../support/temporary-folder.ts';
import { CLI } from '../support/terminal/built-cli.ts';

const CHUNKS = join(dirname(CLI), 'chunks');

/** Calls the built hand-over as a Node version that is too old does, with these arguments. */
function handedOver(chunks: string, ...typed: readonly string[]) {
  const chunk = readdirSync(chunks).find((name) => name.startsWith('hand-over-')) ?? '';
  const script = `
    const { handOver } = await import(${JSON.stringify(join(chunks, chunk))});
    process.argv.splice(1, Infinity, ${JSON.stringify(CLI)}, ...${JSON.stringify(typed)});
    process.exitCode = await handOver(24);`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { encoding: 'utf8', input: '' },
  );
  return { exitCode: status, stdout, stderr };
}

describe('a Node that is too old', () => {
  let alone: string;
  beforeAll(() => {
    alone = temporaryFolder('urmston-invite-old-node-');
    cpSync(dirname(CLI), join(alone, 'dist'), { recursive: true });
    writeFileSync(join(alone, 'package.json'), '{"type":"module"}');
  });
  afterAll(() => rmSync(alone, { recursive: true, force: true }));

  it('runs the command line with the pinned Node, and passes its output on', () => {
    expect(handedOver(CHUNKS, '--version')).toEqual({
      exitCode: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });

  it('passes on the exit code', () => {
    expect(handedOver(CHUNKS, 'check', 'no-such-list.csv')).toMatchObject({ exitCode: 3 });
  });

  it('says in one sentence which version is needed if there is no pinned Node', () => {
    const { exitCode, stdout, stderr } = handedOver(join(alone, 'dist', 'chunks'), '--version');
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toMatch(/^urmston-invite needs Node 24 or newer, and this is Node [\d.]+\./u);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
