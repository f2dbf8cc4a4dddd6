import { afterEach, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { bareEnv, CLI } from '../../support/terminal/built-cli.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'a list that never comes is no longer waited for after %s',
  async (signal) => {
    const child = spawn(process.execPath, [CLI, 'check', '-', '--verbose'], {
      env: bareEnv(),
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    children.push(child);
    // Half a list, and never the end of it.
    await new Promise((written) => child.stdin.write('player_first_name\n', written));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([null, signal]);
  },
);
