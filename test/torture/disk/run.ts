import { spawn as spawnPiped } from 'node:child_process';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';
import { spawn as spawnAtTerminal } from '@lydell/node-pty';
import { unwrapped } from '../../support/normalised-text.ts';
import { bareEnv, CLI, type Env } from '../../support/terminal/built-cli.ts';

/** A run that has not ended after this time hangs. */
const HANGS_MS = 120_000;

/** A command line and its input. */
export type CommandLine = {
  readonly args: readonly string[];
  /** The content of standard input, which is then no terminal. */
  readonly stdin?: string;
  /** At a terminal: the text to type once the output matches `to`. */
  readonly answer?: { readonly to: RegExp; readonly typed: string };
};

export type CommandResult = {
  /** Null if a signal ended it. */
  readonly exitCode: number | null;
  /** The whole output on one line, with single spaces. */
  readonly text: string;
  readonly stdout: string;
  readonly stderr: string;
};

type ProcessOptions = { readonly cwd: string; readonly env: Env };

/** Runs the built tool to its end. */
export async function runCommand(
  command: CommandLine,
  { cwd, env }: ProcessOptions,
): Promise<CommandResult> {
  const whole = { ...bareEnv(), ...env };
  return command.answer === undefined
    ? await runPiped(command, { cwd, env: whole })
    : await runAnswering(command.args, command.answer, { cwd, env: whole });
}

async function runPiped(
  { args, stdin = '' }: CommandLine,
  { cwd, env }: ProcessOptions,
): Promise<CommandResult> {
  const child = spawnPiped(process.execPath, [CLI, ...args], {
    cwd,
    env,
    timeout: HANGS_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  // A tool that ends early does not read its input.
  child.stdin.on('error', () => {}).end(stdin);
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { exitCode, stdout, stderr, text: flat(`${stdout}\n${stderr}`) };
}

async function runAnswering(
  args: readonly string[],
  { to, typed }: NonNullable<CommandLine['answer']>,
  { cwd, env }: ProcessOptions,
): Promise<CommandResult> {
  const pty = spawnAtTerminal(process.execPath, [CLI, ...args], {
    cols: 300,
    rows: 50,
    cwd,
    env: { TERM: 'xterm-256color', ...env },
  });
  let raw = '';
  let isAnswered = false;
  pty.onData((data) => {
    raw += data;
    if (isAnswered || !to.test(flat(raw))) return;
    isAnswered = true;
    pty.write(typed);
  });
  const guard = setTimeout(() => process.kill(pty.pid, 'SIGKILL'), HANGS_MS);
  const { exitCode, signal } = await new Promise<{ exitCode: number; signal?: number | undefined }>(
    (resolve) => {
      pty.onExit(resolve);
    },
  );
  clearTimeout(guard);
  const isKilled = signal !== undefined && signal !== 0;
  return { exitCode: isKilled ? null : exitCode, stdout: raw, stderr: '', text: flat(raw) };
}

function flat(text: string): string {
  return unwrapped(stripVTControlCharacters(text));
}
