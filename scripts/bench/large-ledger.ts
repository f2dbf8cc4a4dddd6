import { rehearsalLedgerFile } from '../../src/adapters/files/home-folder.ts';
import { attemptIdFor } from '../../src/adapters/storage/attempt-id.ts';
import { inviteeKey, messageItem, sidKey } from '../../src/adapters/storage/layout.ts';
import { newToken } from '../../src/adapters/storage/ledger-key.ts';
import type { Write } from '../../src/adapters/storage/port/store.ts';
import { openFile } from '../../src/adapters/storage/sqlite/database.ts';
import { keyOf } from '../../src/adapters/storage/sqlite/file-key.ts';
import { LAYOUT } from '../../src/adapters/storage/sqlite/file-layout.ts';
import { storeOn } from '../../src/adapters/storage/sqlite/sqlite-store.ts';
import { asAttemptId, asMessageSid } from '../../src/domain/delivery/ids.ts';
import { keyedHashWith, type KeyedHasher } from '../../src/domain/delivery/keyed-hash.ts';
import type { MessageRecord } from '../../src/domain/delivery/message-record.ts';
import type { DeliveryState } from '../../src/domain/delivery/state.ts';
import {
  advance,
  claim,
  recordDelivery,
  type AdvancedRecord,
} from '../../src/domain/delivery/transitions.ts';
import { builtInTemplate } from '../../src/domain/message/built-in-template.ts';
import { digestOf } from '../../src/domain/message/message.ts';
import { renderBody } from '../../src/domain/message/template.ts';
import { sha256 } from '../../src/domain/sha256.ts';
import { nameOf } from './large-list.ts';

/** The number for `history`, with a message in each season. */
export const KNOWN_NUMBER = '+447700900123';
const LARGEST_SEASON = 200_000;
const MESSAGES_IN_A_COMMIT = 500;
const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
/** Long enough ago that delivery states are no longer fetched. */
const LAST_SENT_DAYS_AGO = 40;
/** Twilio's code for a number that is not on WhatsApp. */
const NOT_ON_WHATSAPP = 63024;

const template = builtInTemplate();

/**
 * Creates a rehearsal's ledger of this many messages, each claimed, sent, accepted and delivered by the rules
 * of the domain. Items that only sends of the same day read are left out, since all were sent long ago.
 *
 * @param home a folder without a ledger
 */
export async function makeLedger(home: string, messages: number, now: Date): Promise<void> {
  const file = rehearsalLedgerFile(home);
  const database = openFile(file, LAYOUT);
  // Durability is not needed, since the ledger can be created again.
  database.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  // As during a migration, each message is written once, in its final state.
  database.exec('INSERT INTO moving (only, from_version) VALUES (1, 1)');
  const store = storeOn(database, file);
  try {
    const keyedHash = keyedHashWith(keyOf(database, file));
    const seasons = Math.ceil(messages / LARGEST_SEASON);
    for (let first = 0; first < messages; first += MESSAGES_IN_A_COMMIT) {
      const last = Math.min(messages, first + MESSAGES_IN_A_COMMIT);
      const writes: Write[] = [];
      for (let index = first; index < last; index += 1) {
        const season = Math.floor(index / LARGEST_SEASON);
        const place = index % LARGEST_SEASON;
        const year = now.getUTCFullYear() - (seasons - 1 - season);
        const sentAt = new Date(
          Date.UTC(year, now.getUTCMonth(), now.getUTCDate()) -
            LAST_SENT_DAYS_AGO * DAY_MS -
            (LARGEST_SEASON - place) * SECOND_MS,
        );
        writes.push(...writesOf({ index, place, year, sentAt, keyedHash }));
      }
      // oxlint-disable-next-line no-await-in-loop -- in the order in which they were sent
      if (!(await store.commit(writes))) throw new Error('The folder has a ledger already.');
    }
    database.exec('DELETE FROM moving');
  } finally {
    await store.close();
  }
}

type Made = {
  readonly index: number;
  readonly place: number;
  readonly year: number;
  readonly sentAt: Date;
  readonly keyedHash: KeyedHasher;
};

/** The index entries of a message, and the message in its final state. */
function writesOf({ index, place, year, sentAt, keyedHash }: Made): readonly Write[] {
  const season = `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
  const phone = phoneAt(index, place);
  const variables = variablesAt(index, season);
  const recipient = `whatsapp:${phone}`;
  const body = renderBody(template.body, variables);
  const text = { to: recipient, contentSid: template.sid, contentVariables: variables, body };
  const who = [phone, variables['2'], season];
  const key = keyedHash(sha256(['message', ...who, template.sid]));
  const invitee = keyedHash(sha256(['invitee', ...who]));
  const id = asAttemptId(attemptIdFor(key, newToken()));
  const sid = asMessageSid(`MM${String(index).padStart(32, '0')}`);
  if (id === null || sid === null) throw new Error('A made id is none.');
  const at = sentAt.toISOString();
  const claimed = claim(
    null,
    {
      key,
      inviteeKey: invitee,
      purpose: 'invite',
      season,
      claimedAt: at,
      attempt: {
        id,
        state: 'approved',
        changedAt: at,
        digest: keyedHash(digestOf(text)),
        operator: 'Robin Green',
        approvedAt: at,
        recipient,
        contentSid: template.sid,
        contentVariables: variables,
        body,
        player: `${variables['2']} ${nameOf(index % 1000)}`,
        parent: `${variables['1']} ${nameOf(index % 1000)}`,
        team: `${variables['3']} ${variables['4']}`,
        sourceFile: `players-${season}.csv`,
        sourceRow: place + 2,
      },
    },
    null,
  ).record;
  const sending = advancedRecord(advance(claimed, id, { kind: 'sending' }, { at }));
  const accepted = advancedRecord(
    advance(sending, id, { kind: 'accepted', messageSid: sid }, { at }),
  );
  const states: readonly (readonly [DeliveryState, number | null])[] = courseAt(place);
  const record = states.reduce((record, [state, errorCode]) => {
    const report = { sid, state, errorCode, at: new Date(sentAt.getTime() + 5000).toISOString() };
    return recordDelivery(record, report) ?? record;
  }, accepted);
  return [
    { ...inviteeKey('rehearsal', invitee), doc: { messages: [key] }, expected: null },
    { ...sidKey('rehearsal', sid), doc: { key, isAnswer: false }, expected: null },
    { ...messageItem('rehearsal', record, false), expected: null },
  ];
}

function advancedRecord(advanced: AdvancedRecord): MessageRecord {
  if (advanced.kind === 'advanced') return advanced.record;
  throw new Error('A step was refused.');
}

/** +999 is not assigned to any country. */
function phoneAt(index: number, place: number): string {
  return place === 0 ? KNOWN_NUMBER : `+999${String(index).padStart(9, '0')}`;
}

/** One in thirty does not arrive. */
function courseAt(place: number): readonly (readonly [DeliveryState, number | null])[] {
  if (place % 30 === 7) {
    return [
      ['sent', null],
      ['undelivered', NOT_ON_WHATSAPP],
    ];
  }
  if (place % 5 === 1) {
    return [
      ['sent', null],
      ['delivered', null],
    ];
  }
  return [
    ['sent', null],
    ['delivered', null],
    ['read', null],
  ];
}

function variablesAt(index: number, season: string) {
  const team = index % 40;
  return {
    '1': nameOf(index % 1000),
    '2': nameOf(index),
    '3': `${nameOf(team)} Panthers`,
    '4': `u${7 + (team % 11)}s`,
    '5': season,
    '6': '40',
    '7': '26',
    '8': `Alex ${nameOf(team)}`,
    '9': `07700 900${String(team).padStart(3, '0')}`,
  };
}
