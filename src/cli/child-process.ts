import { spawn } from 'node:child_process';

const IS_WINDOWS = process.platform === 'win32';

/** SIGBREAK is Ctrl-Break on Windows, and never sent elsewhere. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * Runs a program at the same terminal and passes signals on to it.
 *
 * @returns its exit code, or 130 if Ctrl-C ended it
 * @throws Error of `node:child_process` if it cannot be started
 */
export async function runChild(file: string, args: readonly string[]): Promise<number> {
  const child = spawn(file, args, { stdio: 'inherit' });
  const listeners = SIGNALS.map((signal) => {
    // A terminal sends Ctrl-C to both processes; a second SIGINT would cancel the send at once. Windows
    // sends every one of these to all processes of a console, and `kill` would end the child without
    // letting it write the outcome of a message into the ledger.
    const listener = (): void => {
      if (!IS_WINDOWS && (signal !== 'SIGINT' || !process.stdin.isTTY)) child.kill(signal);
    };
    process.on(signal, listener);
    return { signal, listener };
  });
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
    });
  } finally {
    for (const { signal, listener } of listeners) process.off(signal, listener);
  }
}
