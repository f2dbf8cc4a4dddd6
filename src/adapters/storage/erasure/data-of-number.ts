import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
} from '../../../domain/delivery/message-record.ts';
import { erase, eraseText } from '../../../domain/delivery/transitions.ts';
import { phoneHashOf, whatsappAddress } from '../../../domain/contact/recipient.ts';
import { nationalForm, type Phone } from '../../../domain/record/phone/phone.ts';
import { flatten } from '../port/change-item.ts';
import { OPT_OUT, PLAYER, REPLY, USER_IDS } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { aliasKey, answeringKey, findingsOf, MODES } from '../layout.ts';
import type { Stored } from '../port/store.ts';
import {
  finding,
  gone,
  kindOf,
  message,
  optOut,
  person,
  type PersonalItem,
} from './personal-data.ts';

/**
 * Everything that a ledger keeps of a number, whatever the mode; messages last, since by them the rest is
 * found, should this be cut off. It looks at every item, as an index may lag.
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
  const names = ({ recipient }: AttemptRecord): boolean => recipient === address;
  const mentions = ({ recipient, body }: AttemptRecord): boolean =>
    recipient !== address && body.includes(national);

  const own: Stored[] = [];
  for await (const stored of flatten(store.scan(phone))) own.push(stored);
  const sids = new Set(
    own
      .filter((stored) => kindOf(stored) === 'message')
      .flatMap(({ doc }) => attemptsIn(read(MESSAGE_RECORD, doc)).filter(names))
      .flatMap(({ messageSid }) => messageSid ?? []),
  );
  const leads = [
    ...MODES.map((mode) => aliasKey(mode, hash)),
    ...MODES.flatMap((mode) => [...sids].map((sid) => answeringKey(mode, sid))),
  ];
  const led = await store.getMany(leads);
  const ids = new Set<string>(led.flatMap(({ doc }) => read(USER_IDS, doc).userIds));
  for (const stored of own) {
    if (kindOf(stored) === 'user') ids.add(stored.pk.split('#').slice(2).join('#'));
    const reply = kindOf(stored) === 'reply' ? read(REPLY, stored.doc) : null;
    if (reply?.sender === phone && reply.userId !== null) ids.add(reply.userId);
  }
  const known = new Map([...own, ...led].map((stored) => [`${stored.pk}\n${stored.sk}`, stored]));
  for (const id of ids) {
    // oxlint-disable-next-line no-await-in-loop -- few people have a user id
    for await (const stored of flatten(store.scan(id))) {
      known.set(`${stored.pk}\n${stored.sk}`, stored);
    }
  }

  for (const mode of MODES) {
    for (const sid of sids) {
      // oxlint-disable-next-line no-await-in-loop -- few messages are tests
      for await (const stored of flatten(store.query('person', findingsOf(mode, sid)))) {
        yield* finding({ ...context, mode }, stored);
      }
    }
  }
  const messages: PersonalItem[] = [];
  for (const stored of known.values()) {
    switch (kindOf(stored)) {
      case 'reply': {
        const { sender, userId } = read(REPLY, stored.doc);
        if (sender === phone || ids.has(sender) || (userId !== null && ids.has(userId))) {
          yield gone(stored, 'replies');
        }
        break;
      }
      case 'user':
      case 'alias':
      case 'answering':
        yield gone(stored, null);
        break;
      case 'players':
        if (read(PLAYER, stored.doc).phone === phone) yield gone(stored, 'players');
        break;
      case 'opt-outs': {
        const { whom } = read(OPT_OUT, stored.doc);
        if (whom === phone || (whom !== null && ids.has(whom))) yield optOut(context, stored);
        break;
      }
      case 'written':
        if (stored.sk === 'person') yield person(context, stored);
        break;
      case 'message':
        messages.push(...message(context, stored, names, (record) => erase(record, names, at)));
        break;
    }
  }
  for await (const stored of flatten(store.scan(national))) {
    if (kindOf(stored) !== 'message') continue;
    yield* message(context, stored, mentions, (record) => eraseText(record, mentions), 'texts');
  }
  yield* messages;
}
