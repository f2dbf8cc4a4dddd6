/**
 * Imported into a process before anything else: nothing of it, nor of what it starts, gets out of this
 * computer, and whoever tries is written into the file NETWORK_TRIED.
 */
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

// oxlint-disable-next-line typescript/unbound-method -- called with its socket, below
const connectAnywhere = Socket.prototype.connect;
Socket.prototype.connect = function connectHere(this: Socket, ...to: readonly unknown[]) {
  // Nested as net.connect hands it on.
  const [options] = to.flat();
  // A pipe between processes has a path; what goes over a network has at most an empty one.
  const isHere =
    typeof options === 'object' &&
    options !== null &&
    'path' in options &&
    typeof options.path === 'string';
  if (!isHere) {
    appendFileSync(process.env['NETWORK_TRIED'] ?? '', `${JSON.stringify(options)}\n`);
    throw new Error('There is no network here.');
  }
  return Reflect.apply(connectAnywhere, this, to);
};
