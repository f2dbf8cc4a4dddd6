import {
  asUserId,
  phoneHashOf,
  significantDigits,
  whatsappAddress,
} from '../../../domain/contact/recipient.ts';
import { hasDigitsOf } from '../../../domain/contact/reply.ts';
import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
} from '../../../domain/delivery/message-record.ts';
import { erase, eraseText } from '../../../domain/delivery/transitions.ts';
import { asPhone, nationalForm, type Phone } from '../../../domain/record/phone/phone.ts';
import { OPT_OUT, PLAYER, REPLY, USER_IDS } from '../documents.ts';
import { aliasKey, answeringKey, findingsOf, MODES } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { flatten } from '../port/change-item.ts';
import type { Stored } from '../port/store.ts';
import { kindOf, modeOf } from './item-kinds.ts';
import {
  findingData,
  deletedData,
  messageData,
  optOutData,
  contactData,
  type PersonalItem,
} from './personal-data.ts';

/**
 * All items with data of a number, in all modes. Messages come last: if erasing is cut off, the
 * rest is found through them. Scans all items, since an index may lag behind.
 *
 * @param at the time of erasure, in ISO 8601
 */
export async function* dataOfNumber(
  context: LedgerContext,
  phone: Phone,
  at: string,
): AsyncIterable<PersonalItem> {
  const { store, keyedHash, read } = context;
  const address = whatsappAddress(phone);
  const national = nationalForm(phone);
  const hash = keyedHash(phoneHashOf(phone));
  const isToNumber = ({ recipient }: AttemptRecord): boolean => recipient === address;
  const mentions = ({ recipient, body }: AttemptRecord): boolean =>
    recipient !== address && body.includes(national);

  const own: Stored[] = [];
  for await (const stored of flatten(store.scan(significantDigits(phone)))) {
    const isOwn = kindOf(stored) === 'reply' || JSON.stringify(stored.doc).includes(phone);
    if (isOwn) own.push(stored);
  }
  const sids = new Set(
    own
      .filter((stored) => kindOf(stored) === 'message')
      .flatMap(({ doc }) => attemptsIn(read(MESSAGE_RECORD, doc)).filter(isToNumber))
      .flatMap(({ messageSid }) => messageSid ?? []),
  );
  const keys = [
    ...MODES.map((mode) => aliasKey(mode, hash)),
    ...MODES.flatMap((mode) => [...sids].map((sid) => answeringKey(mode, sid))),
  ];
  const idItems = await store.getMany(keys);
  const ids = new Set<string>(idItems.flatMap(({ doc }) => read(USER_IDS, doc).userIds));
  for (const stored of own) {
    if (kindOf(stored) === 'user') ids.add(stored.pk.split('#').slice(2).join('#'));
    const reply = kindOf(stored) === 'reply' ? read(REPLY, stored.doc) : null;
    if (reply?.sender === phone && reply.userId !== null) ids.add(reply.userId);
  }
  const known = new Map([...own, ...idItems].map((stored) => [nameOf(stored), stored]));
  for (const id of ids) {
    // oxlint-disable-next-line no-await-in-loop -- few people have a user id
    for await (const stored of flatten(store.scan(id))) {
      known.set(nameOf(stored), stored);
    }
  }

  for (const mode of MODES) {
    for (const sid of sids) {
      // oxlint-disable-next-line no-await-in-loop -- few messages are tests
      for await (const stored of flatten(store.query('person', findingsOf(mode, sid)))) {
        yield* findingData({ ...context, mode }, stored);
      }
    }
  }
  const messages: PersonalItem[] = [];
  for (const stored of known.values()) {
    switch (kindOf(stored)) {
      case 'reply': {
        const { sender, userId, matched } = read(REPLY, stored.doc);
        const isByUserId = ids.has(sender) || (userId !== null && ids.has(userId));
        if (isByUserId || matched?.phone === phone || isFrom(sender, phone)) {
          yield deletedData(stored, 'replies');
        }
        break;
      }
      case 'user':
      case 'alias':
      case 'answering':
      case 'early':
        yield deletedData(stored, null);
        break;
      case 'players':
        if (read(PLAYER, stored.doc).phone === phone) yield deletedData(stored, 'players');
        break;
      case 'opt-outs': {
        const { whom } = read(OPT_OUT, stored.doc);
        if (whom === phone || (whom !== null && ids.has(whom))) yield optOutData(context, stored);
        break;
      }
      case 'written':
        if (stored.sk === 'person') yield contactData(context, stored);
        break;
      case 'message':
        messages.push(
          ...messageData(context, stored, isToNumber, (record) => erase(record, isToNumber, at)),
        );
        break;
      case 'findings':
        yield* findingData({ ...context, mode: modeOf(stored) }, stored);
        break;
      case 'answer':
      case 'attempt':
      case 'invitee':
      case 'meta':
      case 'runs':
      case 'sid':
      case 'told':
        break;
    }
  }
  for await (const stored of flatten(store.scan(national))) {
    switch (kindOf(stored)) {
      case 'reply':
        if (known.has(nameOf(stored))) break;
        if (isFrom(read(REPLY, stored.doc).sender, phone)) yield deletedData(stored, 'replies');
        break;
      case 'message':
        yield* messageData(
          context,
          stored,
          mentions,
          (record) => eraseText(record, mentions),
          'texts',
        );
        break;
      case 'findings':
        yield* findingData({ ...context, mode: modeOf(stored) }, stored);
        break;
      case 'early':
        yield deletedData(stored, null);
        break;
      default:
        break;
    }
  }
  yield* messages;
}

function nameOf({ pk, sk }: Stored): string {
  return `${pk}\n${sk}`;
}

/** Whether a reply is from the number. An address in an unknown form may have it in another notation. */
function isFrom(sender: string, phone: Phone): boolean {
  const isReadable = asPhone(sender) !== null || asUserId(sender) !== null;
  return isReadable ? sender === phone : hasDigitsOf(sender, phone);
}
