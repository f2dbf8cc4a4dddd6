import * as z from 'zod';
import type { AttemptRecord, MessageRecord } from '../../../../domain/delivery/message-record.ts';
import type { Seal, Sealed } from '../../../../domain/delivery/seal.ts';
import type { Mode } from '../../../../domain/set-up/mode.ts';
import { asAttemptId, type AttemptId } from '../../../../domain/delivery/ids.ts';
import { messageSid, type Read } from '../../documents.ts';
import {
  afterDays,
  answerKey,
  attemptIdFor,
  EARLY_KEPT_DAYS,
  earlyKey,
  findingsOf,
  inviteeKey,
  KEPT_DAYS,
  keyWithin,
  messageItem,
  optOutKey,
  playersOf,
  REPLY_KEPT_DAYS,
  sidKey,
  toldKey,
  userKey,
} from '../../layout.ts';
import type { Item, Key } from '../../store.ts';
import type { Attributes } from '../attributes.ts';
import {
  EARLIER_ANSWER,
  EARLIER_CALLBACK,
  EARLIER_FINDING,
  EARLIER_INVITEE,
  EARLIER_MESSAGE,
  EARLIER_OPT_OUT,
  EARLIER_PLAYER,
  EARLIER_TOLD,
  EARLIER_USER,
  type EarlierAttempt,
  type EarlierMessage,
} from './earlier-shapes.ts';

export const SHARED_MODES: readonly Mode[] = ['live', 'stand_in'];

/** What an item of the version before is. */
export type Earlier = { readonly mode: Mode; readonly kind: string; readonly id: string };

/** Null for what is no item of the version before. */
export function earlierIn({ pk }: Key): Earlier | null {
  const [mode, kind = '', ...rest] = pk.split('#');
  const known = SHARED_MODES.find((one) => one === mode);
  if (known === undefined) return null;
  if (kind !== 'answers') return { mode: known, kind, id: rest.join('#') };
  return { mode: known, kind: `answers ${rest[0] ?? ''}`, id: rest.slice(1).join('#') };
}

/** The items that take the place of one; none for a reply, which is moved once all messages are. */
export function itemsOf(
  { mode, kind, id }: Earlier,
  item: Attributes,
  { seal, read }: { readonly seal: Seal; readonly read: Read },
): readonly Item[] {
  switch (kind) {
    case 'message':
      return messageItems(mode, false, read(EARLIER_MESSAGE, item), seal);
    case 'answers message':
      return messageItems(mode, true, read(EARLIER_MESSAGE, item), seal);
    case 'invitee': {
      const messages = [...read(EARLIER_INVITEE, item).messages].map(seal);
      const expiresAt = expiryIn(item);
      return [{ ...inviteeKey(mode, seal(id)), doc: { messages }, ...expiresAt }];
    }
    case 'early': {
      const { sk: state, errorCode, at } = read(EARLIER_CALLBACK, item);
      const { sid } = read(SID_IN, { sid: id });
      return [
        {
          ...earlyKey(mode, sid, state),
          doc: { sid, state, errorCode, at, ref: null },
          places: { due: [`${mode}#early`, at] },
          expiresAt: afterDays(at, EARLY_KEPT_DAYS),
        },
      ];
    }
    case 'told': {
      const { sk: sid, at } = read(EARLIER_TOLD, item);
      const attempt = asAttemptId(id);
      if (attempt === null) return [];
      const doc = { sid, at };
      const expiresAt = afterDays(at, EARLY_KEPT_DAYS);
      return [{ ...toldKey(mode, movedId(attempt, seal)), doc, expiresAt }];
    }
    case 'user': {
      const doc = read(EARLIER_USER, item);
      return [{ ...userKey(mode, id), doc, expiresAt: afterDays(doc.wroteAt, REPLY_KEPT_DAYS) }];
    }
    case 'opt-outs': {
      const { sk, phone, lastTwo, stands, ended } = read(EARLIER_OPT_OUT, item);
      return [{ ...optOutKey(mode, seal(sk)), doc: { whom: phone, lastTwo, stands, ended } }];
    }
    case 'players': {
      const doc = read(EARLIER_PLAYER, item);
      const places = { person: [playersOf(mode, doc.phone), item.sk] } as const;
      return [{ pk: item.pk, sk: item.sk, doc, places, ...expiryIn(item) }];
    }
    case 'answer': {
      const doc = read(EARLIER_ANSWER, item);
      return [{ ...answerKey(mode, doc.id), doc, ...expiryIn(item) }];
    }
    case 'findings': {
      const doc = read(EARLIER_FINDING, item);
      const places = { person: [findingsOf(mode, doc.sid), item.sk] } as const;
      return [{ pk: item.pk, sk: item.sk, doc, places, ...expiryIn(item) }];
    }
    default:
      // Leads to a SID are made anew with the messages, and who ran is of no use any more.
      return [];
  }
}

/** The record, after all that leads to it. */
function messageItems(
  mode: Mode,
  isAnswer: boolean,
  kept: EarlierMessage,
  seal: Seal,
): readonly Item[] {
  const key = seal(kept.key);
  const record = recordOf(kept, isAnswer, key, seal);
  const expiresAt = afterDays(kept.listAt, KEPT_DAYS);
  const sids = [...record.earlier, record.attempt].flatMap((one) => one.messageSid ?? []);
  return [
    ...sids.map((sid) => ({ ...sidKey(mode, sid), doc: { key, isAnswer }, expiresAt })),
    messageItem(isAnswer ? `${mode}#answers` : mode, record, true),
  ];
}

function recordOf(kept: EarlierMessage, isAnswer: boolean, key: Sealed, seal: Seal): MessageRecord {
  return {
    key,
    inviteeKey: isAnswer ? null : seal(kept.inviteeKey),
    purpose: isAnswer ? 'answer' : kept.purpose,
    season: kept.season,
    claimedAt: kept.listAt,
    attempt: attemptOf(kept, seal),
    earlier: kept.earlier.map((one) => attemptOf(one, seal)),
    history: kept.history.map(({ attempt, at, state, by, notedAt }) => ({
      attempt: movedId(attempt, seal),
      at,
      state,
      ...(by === null ? {} : { by }),
      ...(notedAt === undefined ? {} : { notedAt }),
    })),
  };
}

function attemptOf(kept: EarlierAttempt, seal: Seal): AttemptRecord {
  const { deliveryCode, forgottenAt } = kept;
  return {
    id: movedId(kept.id, seal),
    state: kept.state,
    changedAt: kept.changedAt,
    digest: seal(kept.digest),
    operator: kept.operator,
    approvedAt: kept.approvedAt,
    recipient: kept.recipient,
    contentSid: kept.contentSid,
    contentVariables: kept.contentVariables,
    body: kept.body,
    player: kept.player,
    parent: kept.parent,
    team: kept.team,
    sourceFile: kept.sourceFile,
    sourceRow: kept.sourceRow,
    messageSid: kept.messageSid,
    twilioCode: kept.twilioCode,
    doubt: kept.doubt,
    sendingAt: kept.sendingAt,
    soughtAt: kept.soughtAt,
    candidate: kept.candidate,
    delivery: kept.delivery,
    deliveryAt: kept.deliveryAt,
    ...(deliveryCode === null || deliveryCode === undefined ? {} : { deliveryCode }),
    ...(forgottenAt === undefined ? {} : { erasedAt: forgottenAt }),
  };
}

const SID_IN = z.object({ sid: messageSid });

/** An attempt's id began with its message's plain key. */
function movedId(earlier: AttemptId, seal: Seal): AttemptId {
  const id = asAttemptId(attemptIdFor(seal(keyWithin(earlier)), earlier.slice(-TOKEN_LENGTH)));
  if (id === null) throw new Error('An id that is moved is an id.');
  return id;
}

/** The random part of an attempt's id. */
const TOKEN_LENGTH = 16;

function expiryIn({ expiresAt }: Attributes): { readonly expiresAt?: number } {
  return typeof expiresAt === 'number' ? { expiresAt } : {};
}
