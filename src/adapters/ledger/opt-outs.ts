import type { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import type { OptOuts, OptOutSaid } from '../../application/people-ports.ts';
import type { Mode } from '../../domain/mode.ts';
import {
  lastTwoDigitsOf,
  onePerPerson,
  phoneHashOf,
  type OptOut,
  type OptOutEntry,
  type OptOutSource,
  type PhoneHash,
  type Whom,
} from '../../domain/opt-out.ts';
import type { Phone } from '../../domain/phone.ts';
import type { UserId } from '../../domain/user-id.ts';
import { guarded, openStore } from './database.ts';
import { numberBehindIn } from './number-behind.ts';
import { transaction } from './transaction.ts';

const ROW = z.object({
  phone: z.string().nullable(),
  last_two: z.string(),
  state: z.enum(['stopped', 'pending']),
  source: z.enum(['operator', 'import', 'reply', 'twilio']),
  added_by: z.string(),
  added_at: z.string(),
});

const HISTORY_ROW = ROW.extend({
  removed_by: z.string().nullable(),
  removed_at: z.string().nullable(),
});

const SAID_BY_OPERATOR: ReadonlySet<OptOutSource> = new Set(['operator', 'import']);

const STANDS = 'mode IN (?, ?) AND removed_at IS NULL';

/**
 * The opt-outs in a ledger's file, through a connection of their own.
 *
 * @param mode what a run does: a stand-in respects what was said for real, and a real run nothing that
 *   a stand-in told
 * @throws InviteError `ledger_unavailable`, `ledger_from_newer_version`, here and from every call
 */
export function openOptOuts(file: string, mode: Mode, busyMs?: number): OptOuts {
  return openStore(file, busyMs, (database) => optOutsIn(database, file, mode));
}

function optOutsIn(database: DatabaseSync, file: string, mode: Mode): OptOuts {
  const seen = mode === 'stand_in' ? (['live', 'stand_in'] as const) : ([mode, mode] as const);
  const standing = database.prepare(
    `SELECT state FROM opt_outs WHERE ${STANDS} AND phone_hash = ? ORDER BY state DESC LIMIT 1`,
  );
  const end = database.prepare(
    `UPDATE opt_outs SET removed_by = ?, removed_at = ? WHERE ${STANDS} AND phone_hash = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO opt_outs (mode, phone_hash, phone, last_two, state, source, added_by, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const all = database.prepare(
    `SELECT phone, last_two, state, source, added_by, added_at FROM opt_outs WHERE ${STANDS}
     ORDER BY added_at, id`,
  );
  const ever = database.prepare(
    `SELECT phone, last_two, state, source, added_by, added_at, removed_by, removed_at FROM opt_outs
     WHERE mode IN (?1, ?2) AND (?3 IS NULL OR phone_hash IN (SELECT value FROM json_each(?3)))
     ORDER BY added_at, id`,
  );
  // What a person says counts for real, whatever stands in for Twilio at the moment.
  const modeFor = (source: OptOutSource): Mode =>
    mode === 'stand_in' && SAID_BY_OPERATOR.has(source) ? 'live' : mode;
  const stateOf = (hash: PhoneHash): unknown => standing.get(...seen, hash)?.['state'] ?? null;

  const everHidden = database.prepare(
    `SELECT DISTINCT phone FROM opt_outs WHERE mode IN (?, ?) AND phone NOT LIKE '+%'`,
  );
  const numberBehind = numberBehindIn(database);
  const knownByNow = (): ReadonlyMap<Whom, Phone> =>
    new Map(
      everHidden.all(...seen).flatMap(({ phone }) => {
        const numbers = seen.map((each) => numberBehind(each, String(phone), null));
        const number = numbers.find((one) => one !== null) ?? null;
        return number === null ? [] : [[phone as UserId, number] as const];
      }),
    );

  return {
    has: async (phones) =>
      guarded(file, () => {
        const known = knownByNow();
        const stands = (phone: Whom): boolean =>
          hashesOf(phone, known).some((hash) => stateOf(hash) !== null);
        return new Set(phones.filter(stands));
      }),

    add: async <W extends Whom>(
      phones: readonly W[],
      { state, source, operator, at }: OptOutSaid,
    ) =>
      guarded(file, () =>
        transaction(database, () => {
          const news = new Set<W>();
          for (const phone of phones) {
            const hash = phoneHashOf(phone);
            const known = stateOf(hash);
            if (known === 'stopped' || known === state) continue;
            const time = at.toISOString();
            // What waited for the operator has been answered; it stays as history.
            if (known === 'pending') end.run(operator, time, ...seen, hash);
            insert.run(
              modeFor(source),
              hash,
              phone,
              lastTwoDigitsOf(phone),
              state,
              source,
              operator,
              time,
            );
            news.add(phone);
          }
          return news;
        }),
      ),

    remove: async (phone, operator, at) =>
      guarded(file, () =>
        transaction(database, () => {
          const hashes = hashesOf(phone, knownByNow());
          const ended = hashes.map((hash) => end.run(operator, at.toISOString(), ...seen, hash));
          return ended.some(({ changes }) => changes > 0);
        }),
      ),

    list: async () =>
      guarded(file, () => onePerPerson(all.all(...seen).map(optOutOf), knownByNow())),

    history: async (phone) =>
      guarded(file, () => {
        const hashes = phone === undefined ? null : JSON.stringify(hashesOf(phone, knownByNow()));
        return ever.all(...seen, hashes).map(optOutEntryOf);
      }),

    close: async () => guarded(file, () => database.close()),
  };
}

/** By what somebody may stand here: the number, and user ids that it turned out to be behind. */
function hashesOf(phone: Whom, known: ReadonlyMap<Whom, Phone>): readonly PhoneHash[] {
  const ids = [...known].flatMap(([id, number]) => (number === phone ? [id] : []));
  return [phone, ...ids].map(phoneHashOf);
}

function optOutEntryOf(row: unknown): OptOutEntry {
  const { removed_by, removed_at } = HISTORY_ROW.parse(row);
  const ended =
    removed_by === null || removed_at === null
      ? null
      : { operator: removed_by, at: new Date(removed_at) };
  return { ...optOutOf(row), ended };
}

function optOutOf(row: unknown): OptOut {
  const { phone, last_two, state, source, added_by, added_at } = ROW.parse(row);
  return {
    // Nothing but a number or a user id that was parsed is ever written there.
    phone: phone as Whom | null,
    lastTwoDigits: last_two,
    state,
    source,
    operator: added_by,
    at: new Date(added_at),
  };
}
