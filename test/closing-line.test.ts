import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The standard output of `npm run unit` with these arguments. */
function unit(...args: readonly string[]): string {
  const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const ran = spawnSync(process.execPath, [...jest, 'node_modules/jest/bin/jest.js', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return ran.stdout;
}

describe('a run of the tests', () => {
  it('ends with a line that counts passed and failed tests', () => {
    const said = unit(
      'test/cli/command-line/usage.test.ts',
      '--testNamePattern=nothing is called like this',
    );
    expect(said).toMatch(/\n0 passed, 0 failed\n$/u);
  });

  it('is configured in TypeScript', () => {
    const names = readdirSync(ROOT).filter((name) => name.startsWith('jest.config.'));
    expect(names).toEqual(['jest.config.ts']);
    const inTests = readdirSync(new URL('.', import.meta.url), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(inTests.filter((name) => name.endsWith('.js'))).toEqual([]);
  });
});
