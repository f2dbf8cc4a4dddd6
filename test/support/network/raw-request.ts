import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

type RawAnswer = {
  /** 0 if the connection was closed without a response. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly json: { readonly [key: string]: unknown };
};

/** Opens a TCP connection, for requests that need not be valid HTTP. */
export async function rawConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  // The service may close it while the test still writes.
  socket.on('error', () => {});
  return socket;
}

/** Sends these bytes, and reads the response until the connection is closed. */
export async function askRaw(url: string, bytes: string | Uint8Array): Promise<RawAnswer> {
  const socket = await rawConnection(url);
  socket.write(bytes);
  return await answerOver(socket);
}

/** Reads a response until the connection is closed. */
export async function answerOver(socket: Socket): Promise<RawAnswer> {
  const all = await text(socket);
  const end = all.indexOf('\r\n\r\n');
  const [head, body] = end === -1 ? [all, ''] : [all.slice(0, end), all.slice(end + 4)];
  const status = Number(/^HTTP\/1\.1 (\d{3}) /u.exec(head)?.[1] ?? 0);
  return { status, head, body, json: body.startsWith('{') ? JSON.parse(body) : {} };
}

/** The bytes of a request with `Connection: close`. */
export function rawRequest(
  start: string,
  headers: readonly string[],
  body: string | Uint8Array = '',
): Uint8Array {
  const lines = [start, 'Host: service.example', 'Connection: close', ...headers];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}
