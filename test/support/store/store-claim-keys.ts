import { createInterface } from 'node:readline';
import { openSqliteStore } from '../../../src/adapters/storage/sqlite/sqlite-store.ts';
import { aMessageDocument, anAttemptDocument } from './message-document.ts';

/**
 * Run as a process. Prints `ready`. For each line, which has the number of a round and its count of keys, claims
 * all keys through the port, each with a yes and a step to `sending`, both conditional. Prints `won KEY` for
 * each claim that it won, and `done` at the end of the round.
 *
 * Arguments: the store's file, the name of this run.
 */
const [file = '', run = ''] = process.argv.slice(2);
const store = openSqliteStore(file);

async function claim(key: string): Promise<boolean> {
  const item = { pk: `live#message#${key}`, sk: 'message' };
  if ((await store.get(item)) !== null) return false;
  const lead = { pk: `live#invitee#${key}`, sk: `lead-${run}`, doc: { key } };
  const approved = anAttemptDocument(`${key}-${run}`, 'approved', { operator: run });
  const doc = aMessageDocument(key, approved);
  if (!(await store.commit([lead, { ...item, doc, expected: null }]))) return false;
  const claimed = await store.get(item);
  const sending = aMessageDocument(key, { ...approved, state: 'sending' });
  const step = { ...item, doc: sending, expected: claimed?.version ?? null };
  if (!(await store.commit([step]))) throw new Error(`Another run has changed ${key}.`);
  return true;
}

process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const [round = 0, count = 0] = line.split(' ').map(Number);
  const keys = Array.from({ length: count }, (_, at) => `${round}-${at}`);
  // Each run begins with a different key, so that they compete.
  const from = (Number(run.split('-')[0]) * count) / 4;
  for (const key of [...keys.slice(from), ...keys.slice(0, from)]) {
    if (await claim(key)) process.stdout.write(`won ${key}\n`);
  }
  process.stdout.write('done\n');
}
await store.close();
