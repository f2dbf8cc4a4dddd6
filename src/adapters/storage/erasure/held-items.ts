import type { Facts, HeldItem } from '../../../application/forget/held-data.ts';
import {
  attemptsIn,
  MESSAGE_RECORD,
  type AttemptRecord,
  type MessageRecord,
} from '../../../domain/delivery/message-record.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import { EARLY, FINDING, OPT_OUT, PLAYER, REPLY, USER, USER_IDS } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { PERSON } from '../messages/contact-log.ts';
import { dataOfNumber } from './data-of-number.ts';
import { kindOf, modeOf } from './item-kinds.ts';
import type { PersonalItem } from './personal-data.ts';

/** What is kept of a number, by the finder that erases it. */
export async function* heldItems(context: LedgerContext, phone: Phone): AsyncIterable<HeldItem> {
  const seen = new Set<string>();
  for await (const item of dataOfNumber(context, phone, new Date(0).toISOString())) {
    const { pk, sk } = item.stored;
    const name = `${pk}\n${sk}`;
    if (seen.has(name)) continue;
    seen.add(name);
    yield* heldIn(context, item);
  }
}

const NOTHING = { at: null, player: null, sid: null, about: null } as const;

function heldIn({ read }: LedgerContext, item: PersonalItem): readonly HeldItem[] {
  const { stored } = item;
  const { doc } = stored;
  const mode = modeOf(stored);
  switch (kindOf(stored)) {
    case 'message':
      return messagesIn(read(MESSAGE_RECORD, doc), item).map((one) => ({ ...one, mode }));
    case 'reply': {
      const reply = read(REPLY, doc);
      const { sid, at, answers } = reply;
      return [{ ...NOTHING, kind: 'reply', mode, at, sid, about: answers, facts: factsOf(reply) }];
    }
    case 'opt-outs': {
      const optOut = read(OPT_OUT, doc);
      const at = optOut.stands?.addedAt ?? optOut.ended[0]?.addedAt ?? null;
      const { player = null } = optOut;
      return [{ ...NOTHING, kind: 'opt_out', mode, at, player, facts: factsOf(optOut) }];
    }
    case 'players': {
      const known = read(PLAYER, doc);
      const { player, seenAt: at } = known;
      return [{ ...NOTHING, kind: 'player', mode, at, player, facts: factsOf(known) }];
    }
    case 'findings': {
      const finding = read(FINDING, doc);
      const { at, sid } = finding;
      return [{ ...NOTHING, kind: 'finding', mode, at, about: sid, facts: factsOf(finding) }];
    }
    case 'user': {
      const user = read(USER, doc);
      const userId = stored.pk.split('#').slice(2).join('#');
      const facts = factsOf({ userId, ...user });
      return [{ ...NOTHING, kind: 'whatsapp_id', mode, at: user.wroteAt, facts }];
    }
    case 'alias':
    case 'answering':
      return [{ ...NOTHING, kind: 'whatsapp_id', mode, facts: factsOf(read(USER_IDS, doc)) }];
    case 'written': {
      const contact = read(PERSON, doc);
      const { last: at } = contact;
      return [{ ...NOTHING, kind: 'contact', mode, at, facts: factsOf(contact) }];
    }
    case 'early': {
      const early = read(EARLY, doc);
      return [{ ...NOTHING, kind: 'callback', mode, at: early.at, facts: factsOf(early) }];
    }
    case 'answer':
    case 'attempt':
    case 'invitee':
    case 'meta':
    case 'runs':
    case 'sid':
    case 'told':
      return [];
  }
}

/** One entry for each attempt that is about the person. */
function messagesIn(
  record: MessageRecord,
  { kind, isMeant }: PersonalItem,
): readonly Omit<HeldItem, 'mode'>[] {
  return attemptsIn(record)
    .filter(isMeant)
    .map((attempt): Omit<HeldItem, 'mode'> => {
      const { purpose, season } = record;
      const { approvedAt: at, messageSid: sid = null } = attempt;
      if (kind === 'texts') {
        return { ...NOTHING, kind: 'mention', at, sid, facts: mentionOf(record, attempt) };
      }
      const events = record.history.filter((event) => event.attempt === attempt.id);
      const facts = factsOf({ purpose, season, ...attempt, events });
      return purpose === 'answer'
        ? { ...NOTHING, kind: 'answer', at, sid, about: attempt.answers ?? null, facts }
        : { ...NOTHING, kind: 'message', at, sid, player: attempt.player, facts };
    });
}

/** Without the family to which the message went: its text is about them. */
function mentionOf({ season }: MessageRecord, attempt: AttemptRecord): Facts {
  const { team, approvedAt, operator, messageSid, contentVariables: values } = attempt;
  return factsOf({
    season,
    team,
    manager: values['8'] ?? null,
    managerNumber: values['9'] ?? null,
    approvedAt,
    operator,
    messageSid,
  });
}

/** Ids that only the ledger uses, and hashes that do not say who somebody is. */
const INTERNAL: ReadonlySet<string> = new Set([
  'attempt',
  'digest',
  'firstNames',
  'id',
  'order',
  'place',
]);

/** The document with its keys in snake case, without what is internal. */
export function factsOf(doc: object): Facts {
  return Object.fromEntries(
    Object.entries(doc)
      .filter(([name]) => !INTERNAL.has(name))
      .map(([name, value]) => [snakeCase(name), factOf(value)]),
  );
}

function factOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(factOf);
  return typeof value === 'object' && value !== null ? factsOf(value) : value;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`);
}
