import * as z from 'zod';
import { asAttemptId } from '../../../../domain/delivery/ids.ts';
import type { Mode } from '../../../../domain/set-up/mode.ts';
import { rekeyedId } from '../../attempt-id.ts';
import {
  ANSWER,
  EARLY,
  FINDING,
  messageSid,
  OPT_OUT,
  PLAYER,
  time,
  USER,
} from '../../documents.ts';
import {
  epochSecondsAfter,
  answerKey,
  earlyItem,
  findingItem,
  inviteeKey,
  optOutKey,
  playerItem,
  REPLY_KEPT_DAYS,
  callbackSidItem,
  userKey,
} from '../../layout.ts';
import type { LedgerContext } from '../../ledger-context.ts';
import {
  EARLIER_MESSAGE,
  hash,
  itemsOfMessage,
  type EarlierMessage,
} from '../../move/earlier-messages.ts';
import type { Item, Key } from '../../port/store.ts';
import type { Attributes } from '../attributes.ts';

export const SHARED_MODES: readonly Mode[] = ['live', 'stand_in'];

/** The parts of an earlier item's partition key. */
export type EarlierKey = { readonly mode: Mode; readonly kind: string; readonly id: string };

/** Null if the key is not of an earlier version. */
export function parseEarlierKey({ pk }: Key): EarlierKey | null {
  const [mode, kind = '', ...rest] = pk.split('#');
  const known = SHARED_MODES.find((one) => one === mode);
  if (known === undefined) return null;
  if (kind !== 'answers') return { mode: known, kind, id: rest.join('#') };
  return { mode: known, kind: `answers ${rest[0] ?? ''}`, id: rest.slice(1).join('#') };
}

const INVITEE = z.object({ messages: z.set(hash) });

const OPT_OUT_BEFORE = z.object({
  ...OPT_OUT.omit({ whom: true }).shape,
  phone: OPT_OUT.shape.whom,
  /** A hash, with the prefix `user#` if it is of a user id. */
  sk: z.string().transform((text) => hash.parse(text.replace('user#', ''))),
});

/**
 * The items that replace one of an earlier version. None for a reply, which is migrated after all
 * messages.
 */
export function convertItem(
  { mode, kind, id }: EarlierKey,
  item: Attributes,
  context: Pick<LedgerContext, 'keyedHash' | 'read' | 'isShared'>,
): readonly Item[] {
  const { keyedHash, read } = context;
  const expiresAt = expiryIn(item);
  switch (kind) {
    case 'message':
    case 'answers message':
      return itemsOfMessage(context, mode, messageIn(kind, item, context), (attempt) =>
        rekeyedId(attempt, keyedHash),
      );
    case 'invitee': {
      const messages = [...read(INVITEE, item).messages].map(keyedHash);
      return [{ ...inviteeKey(mode, keyedHash(id)), doc: { messages }, ...expiresAt }];
    }
    case 'early': {
      const callback = { ...item, sid: id, state: item.sk, ref: null };
      return [earlyItem(mode, read(z.object(EARLY.shape), callback))];
    }
    case 'told': {
      const callback = read(z.object({ sk: messageSid, at: time }), item);
      const attempt = asAttemptId(id);
      if (attempt === null) return [];
      return [
        callbackSidItem(mode, rekeyedId(attempt, keyedHash), { sid: callback.sk, at: callback.at }),
      ];
    }
    case 'user': {
      const doc = read(z.object(USER.shape), item);
      return [
        { ...userKey(mode, id), doc, expiresAt: epochSecondsAfter(doc.wroteAt, REPLY_KEPT_DAYS) },
      ];
    }
    case 'opt-outs': {
      const { sk, phone: whom, ...optOut } = read(OPT_OUT_BEFORE, item);
      return [{ ...optOutKey(mode, keyedHash(sk)), doc: { whom, ...optOut } }];
    }
    case 'players':
      return [{ ...playerItem(mode, read(z.object(PLAYER.shape), item)), ...expiresAt }];
    case 'answer': {
      const doc = read(z.object(ANSWER.shape), item);
      return [{ ...answerKey(mode, doc.id), doc, ...expiresAt }];
    }
    case 'findings': {
      const doc = read(z.object(FINDING.shape), item);
      return [{ ...findingItem(mode, doc, item.sk.slice(`${doc.at}#`.length)), ...expiresAt }];
    }
    default:
      // Entries of SIDs are written with their messages. Earlier runs are not needed.
      return [];
  }
}

/** The message in an earlier item, which had the fields of the current attempt itself. */
export function messageIn(
  kind: string,
  item: Attributes,
  { read }: Pick<LedgerContext, 'read'>,
): EarlierMessage {
  const purpose = kind === 'message' ? item['purpose'] : 'answer';
  return read(EARLIER_MESSAGE, { ...item, purpose, claimedAt: item['listAt'], attempt: item });
}

function expiryIn({ expiresAt }: Attributes): { readonly expiresAt?: number } {
  return typeof expiresAt === 'number' ? { expiresAt } : {};
}
