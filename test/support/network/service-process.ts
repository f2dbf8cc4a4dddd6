import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { bareEnv, CLI, type Env } from '../terminal/built-cli.ts';

export type ServiceProcess = {
  readonly url: string;
  /** What it wrote to standard output and standard error so far. */
  readonly output: () => string;
  /** Resolves to the exit code when the process is gone; null where a signal ended it. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
};

/**
 * The built `serve` as a process of its own, once it listens. Nothing but these settings reaches it.
 *
 * @param options of `serve`, beside the port
 */
export async function startService(
  env: Env,
  cwd: string,
  options: readonly string[] = [],
): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...options], {
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
