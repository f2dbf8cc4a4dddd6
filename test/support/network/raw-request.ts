import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

type RawAnswer = {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly json: { readonly [key: string]: unknown };
};

/** A connection over which bytes go as they stand, whether HTTP has them or not. */
export async function rawConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  // The service may close it while a test still writes.
  socket.on('error', () => {});
  return socket;
}

/** Writes these bytes, and reads the answer until the other side closes the connection. */
export async function askRaw(url: string, bytes: string | Uint8Array): Promise<RawAnswer> {
  const socket = await rawConnection(url);
  socket.write(bytes);
  return await answerOver(socket);
}

/** What comes over this connection until the other side closes it. */
export async function answerOver(socket: Socket): Promise<RawAnswer> {
  const all = await text(socket);
  const end = all.indexOf('\r\n\r\n');
  const [head, body] = end === -1 ? [all, ''] : [all.slice(0, end), all.slice(end + 4)];
  const status = Number(/^HTTP\/1\.1 (\d{3}) /u.exec(head)?.[1] ?? 0);
  return { status, head, body, json: body.startsWith('{') ? JSON.parse(body) : {} };
}

/** A request as bytes; `Connection: close` makes the end of its answer the end of the connection. */
export function rawRequest(
  start: string,
  headers: readonly string[],
  body: string | Uint8Array = '',
): Uint8Array {
  const lines = [start, 'Host: service.example', 'Connection: close', ...headers];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}
