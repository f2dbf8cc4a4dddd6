/**
 * What stands around a handler on Lambda: asks the Runtime API for one event after the other, calls the
 * handler, and hands back what it answers or throws.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { pathToFileURL } from 'node:url';

const api = `http://${process.env['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime`;
const post = async (path, body) =>
  await fetch(`${api}${path}`, { method: 'POST', body: JSON.stringify(body) });
const told = (error) => ({ errorType: error?.name, errorMessage: String(error?.message) });

let handler;
try {
  ({ handler } = await import(pathToFileURL(process.argv[2]).href));
} catch (error) {
  await post('/init/error', told(error));
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
    await post(`/invocation/${id}/error`, told(error));
  }
}
