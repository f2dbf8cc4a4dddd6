import { spawn } from 'node:child_process';
import { afterEach } from '@jest/globals';
import { outputMayHoldNumbers, watchForLeaks } from '../leak-watch.ts';
import { bareEnv, CLI, type RunOptions } from './built-cli.ts';

const open = new Set<() => void>();
afterEach(() => {
  for (const kill of open) kill();
  open.clear();
});

export type PipedRun = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
};

/** Runs a command, by default the built tool, without a terminal, and waits for its end. */
export async function runPiped(
  args: readonly string[],
  {
    env,
    cwd,
    stdin = '',
    command = [process.execPath, CLI],
  }: RunOptions & { readonly stdin?: string; readonly command?: readonly string[] },
): Promise<PipedRun> {
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, ...args], { cwd, env: { ...bareEnv(), ...env } });
  const kill = (): void => void child.kill('SIGKILL');
  open.add(kill);
  let stdout = '';
  let stderr = '';
  watchForLeaks({
    env,
    outputs: () => stdout + stderr,
    mayHoldNumbers: outputMayHoldNumbers(args, false),
    home: env['URMSTON_INVITE_HOME'],
    folder: cwd,
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A tool that ends at once may not read its input.
  child.stdin.on('error', () => {}).end(stdin);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  open.delete(kill);
  return { stdout, stderr, exitCode };
}
