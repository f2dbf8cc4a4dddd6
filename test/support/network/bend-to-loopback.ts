/**
 * Imported into the tool's process before the tool: what goes to Twilio itself goes to the port in
 * BENT_TO_PORT on this computer, without encryption, and nothing goes anywhere else.
 */
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { onConnect } from './on-connect.ts';

const port = Number(process.env['BENT_TO_PORT']);

Agent.prototype.createConnection = () => connect({ host: '127.0.0.1', port });

onConnect((options) => {
  const isHere =
    typeof options === 'object' &&
    options !== null &&
    'host' in options &&
    options.host === '127.0.0.1' &&
    'port' in options &&
    options.port === port;
  if (!isHere) throw new Error('A test went out to the network.');
});
