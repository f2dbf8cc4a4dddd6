import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { bareEnv } from '../support/terminal/built-cli.ts';

const readme = readFileSync('README.md', 'utf8');
const [first = '', second = ''] = [...readme.matchAll(/```sh\n(?<line>.+)\n```/gu)].map(
  ({ groups }) => groups?.['line'] ?? '',
);

describe('README.md', () => {
  const folder = temporaryFolder('urmston-invite-readme-');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('starts with a rehearsal that ends with exit code 6, as stated', () => {
    expect(first).toMatch(/^npm ci && .*npx --no-install urmston-invite/u);
    expect(readme).toContain('ends with exit code 6');
    // The packages are installed already; the built tool takes the place of npx.
    const line = first
      .replace('npm ci && ', '')
      .replace('npx --no-install urmston-invite', '"$NODE" dist/urmston-invite.js');
    const env = { ...bareEnv(), NODE: process.execPath, URMSTON_INVITE_HOME: join(folder, 'home') };
    const { status, stdout } = spawnSync('sh', ['-c', line], { env, encoding: 'utf8' });
    expect(status).toBe(6);
    expect(stdout).toMatch(/^REHEARSAL {2}accepted {2}MM[\da-f]{32} /mu);
  });

  it('has the test command that continuous integration runs', () => {
    expect(second).toBe('npm ci && npm test');
    expect(readFileSync('.ci/run', 'utf8').trimEnd().split('\n').at(-1)).toBe(second);
  });

  it('has at most 150 lines', () => {
    expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });
});
