/**
 * The runtime of a Lambda function: gets one event after the other from the Runtime API, calls the handler,
 * and posts what it returns or throws. On SIGUSR2 every `AbortSignal.timeout` advances by twelve seconds.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { pathToFileURL } from 'node:url';

const PASSING_MS = 12_000;
const timeouts = new Set();
AbortSignal.timeout = (milliseconds) => {
  const controller = new AbortController();
  const fire = () => {
    clearTimeout(timer);
    timeouts.delete(timeout);
    controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  };
  const timer = setTimeout(fire, milliseconds).unref();
  const timeout = { dueAt: Date.now() + milliseconds, fire };
  timeouts.add(timeout);
  return controller.signal;
};
process.on('SIGUSR2', () => {
  const now = Date.now() + PASSING_MS;
  const due = [...timeouts].filter(({ dueAt }) => dueAt <= now);
  for (const { fire } of due.toSorted((one, other) => one.dueAt - other.dueAt)) fire();
});

const api = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime`;
const post = async (path, body) =>
  await fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body) });
const errorBody = (error) => ({ errorType: error?.name, errorMessage: String(error?.message) });

let handler;
try {
  ({ handler } = await import(pathToFileURL(process.argv[2]).href));
} catch (error) {
  await post('/init/error', errorBody(error));
  throw error;
}
for (;;) {
  const next = await fetch(`${api}/invocation/next`);
  const id = next.headers.get('Lambda-Runtime-Aws-Request-Id');
  const deadline = Number(next.headers.get('Lambda-Runtime-Deadline-Ms'));
  const context = {
    awsRequestId: id,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: '$LATEST',
    memoryLimitInMB: '256',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    await post(`/invocation/${id}/response`, await handler(await next.json(), context));
  } catch (error) {
    await post(`/invocation/${id}/error`, errorBody(error));
  }
}
