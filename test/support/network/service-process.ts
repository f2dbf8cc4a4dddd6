import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bareEnv, CLI, type Env } from '../terminal/built-cli.ts';

export type ServiceProcess = {
  readonly url: string;
  /** Its output so far, standard error included. */
  readonly output: () => string;
  /** Resolves to the exit code when the process has ended; null if a signal ended it. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
};

/**
 * Starts the built tool's `serve`, and resolves when it listens.
 *
 * @param env the settings; nothing else of this process's environment reaches it
 * @param options of `serve`, besides the port
 * @param command what runs the tool
 */
export async function startService(
  env: Env,
  cwd: string,
  options: readonly string[] = [],
  command: readonly string[] = [process.execPath, CLI],
): Promise<ServiceProcess> {
  const [program = '', ...first] = command;
  const child = spawn(program, [...first, 'serve', '--port', '0', ...options], {
    cwd,
    env: { ...bareEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'close');
  let output = '';
  const listening = Promise.withResolvers<string>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const [, url] = /Listening on (\S+)\. /u.exec(output) ?? [];
      if (url !== undefined) listening.resolve(url);
    });
  }
  void gone.then(() => listening.reject(new Error(`The service ended:\n${output}`)));
  return {
    url: await listening.promise,
    output: () => output,
    stop: async (signal) => {
      child.kill(signal);
      await gone;
      return child.exitCode;
    },
  };
}
