import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { listenOnLoopback } from '../network/loopback-server.ts';

/** A Lambda function: its bundle in a process of its own. */
export type RunningFunction = {
  /** Rejects if the handler throws or the process ends. */
  readonly invoke: (event: unknown) => Promise<unknown>;
  /** Its log so far. */
  readonly log: () => string;
  /** Advances its time limits by twelve seconds. */
  readonly passTwelveSeconds: () => void;
  readonly close: () => Promise<void>;
};

const BOOTSTRAP = fileURLToPath(new URL('lambda-bootstrap.mjs', import.meta.url));
/** The function timeout of the stack. */
const TIME_LIMIT_MS = 30_000;

type FunctionSettings = {
  readonly name: string;
  readonly env: { readonly [name: string]: string };
  /** The time limit that the function is given; it is not enforced here. */
  readonly timeLimitMs?: number | undefined;
};

type Invocation = {
  readonly id: string;
  readonly event: unknown;
  readonly answered: PromiseWithResolvers<unknown>;
};

/**
 * Starts Lambda's Runtime API on loopback, and one process that handles one event at a time.
 *
 * @param env the whole environment of the function
 */
export async function startFunction(
  bundle: string,
  { name, env, timeLimitMs = TIME_LIMIT_MS }: FunctionSettings,
): Promise<RunningFunction> {
  const waiting: Invocation[] = [];
  const underWay = new Map<string, Invocation>();
  let free: ServerResponse | null = null;

  const handOver = (): void => {
    if (free === null) return;
    const next = waiting.shift();
    if (next === undefined) return;
    underWay.set(next.id, next);
    free.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': next.id,
      'Lambda-Runtime-Deadline-Ms': String(Date.now() + timeLimitMs),
    });
    free.end(JSON.stringify(next.event));
    free = null;
  };

  const settle = async (request: IncomingMessage, id: string, isError: boolean): Promise<void> => {
    const body: unknown = await json(request);
    const { answered } = underWay.get(id) ?? {};
    underWay.delete(id);
    if (isError) answered?.reject(new Error(`The function threw: ${JSON.stringify(body)}`));
    else answered?.resolve(body);
  };

  const server = createServer((request, response) => {
    const [, id = '', kind = ''] =
      /invocation\/([\w-]+)(?:\/(\w+))?$/u.exec(request.url ?? '') ?? [];
    if (id === 'next') {
      free = response;
      handOver();
      return;
    }
    void settle(request, id, kind === 'error').then(() => response.writeHead(202).end('{}'));
  });
  const { url, close } = await listenOnLoopback(server);

  const child = spawn(process.execPath, [BOOTSTRAP, bundle], {
    env: {
      ...env,
      AWS_LAMBDA_RUNTIME_API: new URL(url).host,
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  }
  const gone = once(child, 'close');
  child.once('close', () => {
    for (const { answered } of [...waiting, ...underWay.values()]) {
      answered.reject(new Error(`The function's process ended. ${log}`));
    }
  });

  return {
    invoke: async (event) => {
      const answered = Promise.withResolvers<unknown>();
      waiting.push({ id: randomUUID(), event, answered });
      handOver();
      return await answered.promise;
    },
    log: () => log,
    passTwelveSeconds: () => void child.kill('SIGUSR2'),
    close: async () => {
      child.kill('SIGKILL');
      await gone;
      await close();
    },
  };
}
