/**
 * Imported into a process before anything else: nothing of it, nor of what it starts, gets out of this
 * computer, and whoever tries is written into the file NETWORK_TRIED.
 */
import { appendFileSync } from 'node:fs';
import { onConnect } from './on-connect.ts';

onConnect((options) => {
  // A pipe between processes has a path; what goes over a network has at most an empty one.
  const isHere =
    typeof options === 'object' &&
    options !== null &&
    'path' in options &&
    typeof options.path === 'string';
  if (isHere) return;
  appendFileSync(process.env['NETWORK_TRIED'] ?? '', `${JSON.stringify(options)}\n`);
  throw new Error('There is no network here.');
});
