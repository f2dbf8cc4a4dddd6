/**
 * Imported into a process before anything else (`--import`): restricts where it may connect.
 *
 * With TWILIO_PORT set, HTTPS requests to Twilio go to that port on loopback, unencrypted, and every other
 * connection throws. Otherwise every network connection throws, and is appended to the file
 * CONNECTION_LOG; pipes between processes stay open. Child processes inherit both through NODE_OPTIONS.
 */
import { appendFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { connect, Socket } from 'node:net';

const port = Number(process.env['TWILIO_PORT'] ?? '0');
if (port > 0) Agent.prototype.createConnection = () => connect({ host: '127.0.0.1', port });

// oxlint-disable-next-line typescript/unbound-method -- called with its socket, below
const connectUnchecked = Socket.prototype.connect;
Socket.prototype.connect = function connectChecked(this: Socket, ...args: readonly unknown[]) {
  // `net.connect` passes its normalised arguments as a nested array.
  const [options] = args.flat();
  if (!isAllowed(options ?? {})) {
    const log = process.env['CONNECTION_LOG'];
    if (log !== undefined) appendFileSync(log, `${JSON.stringify(options)}\n`);
    throw new Error('This process may not connect to the network.');
  }
  return Reflect.apply(connectUnchecked, this, args);
};

type ConnectionOptions = {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly path?: unknown;
};

/** A pipe has a path; for a network connection `path` is absent or null. */
function isAllowed({ host, port: target, path }: ConnectionOptions): boolean {
  return port > 0 ? host === '127.0.0.1' && target === port : typeof path === 'string';
}
