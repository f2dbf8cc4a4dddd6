import { randomBytes } from 'node:crypto';
import type { Claim, Ledger } from '../../application/ports.ts';
import type { ApprovedMessage } from '../../domain/approval.ts';
import type { MessageKey } from '../../domain/message.ts';
import type { Mode } from '../../domain/mode.ts';
import type { AttemptId } from '../../domain/outcome.ts';
import { leavesRoom, mayBecome } from '../../domain/state.ts';
import { expiryOf, inviteeItem, messageItem, type Realm } from './dynamo-layout.ts';
import {
  earlierAttemptOf,
  keptMessageOf,
  newAttempt,
  writtenAt,
  type KeptAttempt,
  type KeptEvent,
  type KeptMessage,
} from './dynamo-message.ts';
import { attemptOf } from './dynamo-read-back.ts';
import type { DynamoTable, Expression } from './dynamo-table.ts';

/** Each time a claim is lost somebody else has taken a step, and a message has few. */
const MOST_TRIES = 10;

export function dynamoClaim(table: DynamoTable, mode: Mode): Ledger['claim'] {
  return async (message, source, at, replaces) => {
    const draft = {
      key: message.key,
      inviteeKey: message.inviteeKey,
      ...newAttempt(message, source, at),
    };
    // The signpost first, so that no message is without one.
    return await claimed(table, mode, draft, {
      at,
      replaces,
      before: async () => await signpost(table, mode, message, at),
    });
  };
}

/** What is claimed, but for its id: that is new each time. */
export type Draft = Omit<KeptAttempt, 'id'> & Pick<KeptMessage, 'key' | 'inviteeKey'>;

/**
 * Claims in a table. Of all that read the message as it is, one writes the next attempt; to the others
 * it is not any more what they read.
 *
 * @param before what has to be there before anything is claimed; harmless where nothing is
 */
export async function claimed(
  table: DynamoTable,
  mode: Realm,
  draft: Draft,
  {
    at,
    replaces,
    before,
  }: {
    readonly at: Date;
    readonly replaces: AttemptId | null;
    readonly before?: () => Promise<void>;
  },
): Promise<Claim> {
  const { operator, approvedAt } = draft;
  const id = newAttemptId(draft.key as MessageKey);
  const place = messageItem(mode, draft.key as MessageKey);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
    const item = await table.get(place);
    const known = item === null ? null : keptMessageOf(item);
    const taken = known === null ? null : whoHas(known, id, replaces);
    if (taken !== null) return taken;
    // oxlint-disable-next-line no-await-in-loop -- only where it may be claimed at all
    await before?.();
    const next: KeptMessage = {
      ...draft,
      id,
      earlier: known === null ? [] : [...known.earlier, ended(known, at)],
      history: [
        ...(known?.history ?? []),
        ...(known === null || leavesRoom(known.state)
          ? []
          : [event(known.id, at, 'resent', operator)]),
        { ...event(id, new Date(approvedAt), 'approved', null), notedAt: at.toISOString() },
      ],
      listAt: at.toISOString(),
      lastWrite: id,
    };
    const placed = { ...next, ...place, ...indexed(next, mode, at), expiresAt: expiryOf(at) };
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    if (await table.put(placed, unchangedSince(known))) return { kind: 'claimed', attemptId: id };
  }
  throw new Error('A message changed each time it was to be claimed.');
}

/** A SHA-256 in base64url, in which an id is short enough for an address. */
const KEY_LENGTH = 43;
const OWN_BYTES = 12;

/** An attempt's id begins with its message's key, so that every later step is one write. */
export function messageKeyIn(id: AttemptId): MessageKey {
  return Buffer.from(id.slice(0, KEY_LENGTH), 'base64url').toString('hex') as MessageKey;
}

function newAttemptId(key: MessageKey): AttemptId {
  const own = randomBytes(OWN_BYTES).toString('base64url');
  return `${Buffer.from(key, 'hex').toString('base64url')}${own}` as AttemptId;
}

/**
 * @throws Error when what is to be replaced is not of unknown outcome: a fault in the tool
 */
function whoHas(known: KeptMessage, id: AttemptId, replaces: AttemptId | null): Claim | null {
  // Our own write, whose answer was lost on the way.
  if (known.id === id) return { kind: 'claimed', attemptId: id };
  if (leavesRoom(known.state)) return null;
  if (known.id !== replaces) return { kind: 'taken', attempt: attemptOf(known) };
  if (!mayBecome(known.state, 'resent')) {
    throw new Error(`An attempt that is ${known.state} cannot become resent.`);
  }
  return null;
}

async function signpost(
  table: DynamoTable,
  mode: Mode,
  message: ApprovedMessage,
  at: Date,
): Promise<void> {
  await table.update(inviteeItem(mode, message.inviteeKey), {
    expression: 'ADD messages :keys SET expiresAt = :expiry',
    values: { ':keys': new Set([message.key]), ':expiry': expiryOf(at) },
  });
}

function ended(known: KeptMessage, at: Date): KeptMessage['earlier'][number] {
  const attempt = earlierAttemptOf(known);
  if (leavesRoom(known.state)) return attempt;
  const { doubt: _settled, candidate: _another, ...rest } = attempt;
  return { ...rest, state: 'resent', changedAt: at.toISOString() };
}

function event(id: string, at: Date, state: KeptEvent['state'], by: string | null): KeptEvent {
  return { attempt: id, at: at.toISOString(), state, by };
}

/** Where the indexes find it: as open, as one of all, and as written to if an earlier attempt may have gone. */
function indexed(next: KeptMessage, mode: Realm, at: Date): { readonly [name: string]: string } {
  const written = writtenAt(next);
  return {
    openIn: mode,
    openSince: at.toISOString(),
    listIn: `${mode}#messages`,
    ...(written === null ? {} : { sinceIn: `${mode}#written`, sinceAt: written }),
  };
}

function unchangedSince(known: KeptMessage | null): Expression {
  return known === null
    ? { expression: 'attribute_not_exists(pk)' }
    : {
        expression: '#id = :id AND #state = :state AND lastWrite = :lastWrite',
        names: { '#id': 'id', '#state': 'state' },
        values: { ':id': known.id, ':state': known.state, ':lastWrite': known.lastWrite },
      };
}
