import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = fileURLToPath(new URL('../../../dist/urmston-invite.js', import.meta.url));

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
  env: { readonly [name: string]: string },
  cwd: string,
  options: readonly string[] = [],
): Promise<ServiceProcess> {
  if (!existsSync(CLI)) execFileSync(process.execPath, ['scripts/build.ts'], { cwd: REPOSITORY });
  const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', ...options], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...env },
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
