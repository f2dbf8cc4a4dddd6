import type { AttemptRecord } from '../../../domain/delivery/message-record.ts';
import { erase } from '../../../domain/delivery/transitions.ts';
import { EARLY, FINDING, OPT_OUT, PLAYER, REPLY, USER, USER_IDS } from '../documents.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { PERSON } from '../messages/contact-log.ts';
import { flatten } from '../port/change-item.ts';
import type { Stored } from '../port/store.ts';
import { kindOf, modeOf } from './item-kinds.ts';
import {
  contactData,
  deletedData,
  findingData,
  messageData,
  optOutData,
  type PersonalItem,
} from './personal-data.ts';

/**
 * All items with personal data of rehearsals that are older than a time. Reads all items.
 *
 * @param before in ISO 8601, exclusive
 * @param at the time of erasure, in ISO 8601
 */
export async function* lapsedRehearsals(
  context: LedgerContext,
  before: string,
  at: string,
): AsyncIterable<PersonalItem> {
  const { store, read } = context;
  const isLapsed = ({ approvedAt, erasedAt }: AttemptRecord): boolean =>
    erasedAt === undefined && approvedAt < before;
  const idItems: Stored[] = [];
  const keptIds = new Set<string>();
  for await (const stored of flatten(store.scan())) {
    if (modeOf(stored) !== 'rehearsal') continue;
    const { doc } = stored;
    switch (kindOf(stored)) {
      case 'message':
        yield* messageData(context, stored, isLapsed, (record) => erase(record, isLapsed, at));
        break;
      case 'reply': {
        const { at: wroteAt, sender, userId } = read(REPLY, doc);
        if (wroteAt < before) yield deletedData(stored, 'replies');
        else for (const id of [sender, userId]) keptIds.add(id ?? '');
        break;
      }
      case 'players':
        if (read(PLAYER, doc).seenAt < before) yield deletedData(stored, 'players');
        break;
      case 'findings':
        if (read(FINDING, doc).at < before) {
          yield* findingData({ ...context, mode: 'rehearsal' }, stored);
        }
        break;
      case 'written': {
        if (stored.sk !== 'person') break;
        const { asked, to } = read(PERSON, doc);
        if (asked < before && to !== null) yield contactData(context, stored);
        break;
      }
      case 'opt-outs': {
        const { whom, stands, ended } = read(OPT_OUT, doc);
        const last = stands?.addedAt ?? ended.at(-1)?.removedAt ?? '';
        if (whom !== null && last < before) yield optOutData(context, stored);
        break;
      }
      case 'early':
        if (read(EARLY, doc).at < before) yield deletedData(stored, null);
        break;
      case 'user':
        if (read(USER, doc).wroteAt < before) yield deletedData(stored, null);
        break;
      case 'alias':
      case 'answering':
        idItems.push(stored);
        break;
      default:
        break;
    }
  }
  // They have no time, and go with the last reply that shows the id.
  for (const stored of idItems) {
    const { userIds } = read(USER_IDS, stored.doc);
    if (!userIds.some((id) => keptIds.has(id))) yield deletedData(stored, null);
  }
}
