/**
 * Imported into the tool's process before the tool: what goes to Twilio itself goes to the port in
 * BENT_TO_PORT on this computer, without encryption, and nothing goes anywhere else.
 */
import { Agent } from 'node:https';
import { connect, Socket } from 'node:net';

const port = Number(process.env['BENT_TO_PORT']);

Agent.prototype.createConnection = () => connect({ host: '127.0.0.1', port });

// oxlint-disable-next-line typescript/unbound-method -- called with its socket, below
const connectAnywhere = Socket.prototype.connect;
Socket.prototype.connect = function connectHere(this: Socket, ...to: readonly unknown[]) {
  // Nested as net.connect hands it on.
  const [options] = to.flat();
  const isHere =
    typeof options === 'object' &&
    options !== null &&
    'host' in options &&
    options.host === '127.0.0.1' &&
    'port' in options &&
    options.port === port;
  if (!isHere) throw new Error('A test went out to the network.');
  return Reflect.apply(connectAnywhere, this, to);
};
