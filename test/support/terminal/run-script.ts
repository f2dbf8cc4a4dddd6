import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A TypeScript file in a Node process of its own. It shares standard error with the tests. */
export type RunningScript = {
  readonly nextLine: () => Promise<string>;
  readonly say: (line: string) => void;
  /** Resolves when the process has ended. */
  readonly kill: (signal: NodeJS.Signals) => Promise<void>;
};

/** @param script its `file:` URL, as `import.meta.resolve` returns it */
export function runScript(script: string, args: readonly string[]): RunningScript {
  const child = spawn(process.execPath, [new URL(script).pathname, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    nextLine: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error(`${script} ended without a further line.`);
      return line.value;
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    kill: async (signal) => {
      child.kill(signal);
      await ended;
    },
  };
}
