import type { Ledger } from '../../application/ports.ts';
import type { InviteeKey, MessageKey } from '../../domain/message.ts';
import type { Attempt } from '../../domain/outcome.ts';
import { leavesRoom, type AttemptState } from '../../domain/state.ts';
import { messageItem, type Realm } from './dynamo-layout.ts';
import { keptMessageOf, writtenAt, type KeptMessage } from './dynamo-message.ts';
import {
  attemptOf,
  eventsOf,
  historyOf,
  ledgerMessageOf,
  openAttemptOf,
  reportLineOf,
} from './dynamo-read-back.ts';
import { keptMessages, messagesOfInvitees } from './dynamo-signposts.ts';
import type { DynamoTable } from './dynamo-table.ts';

type Account = Pick<
  Ledger,
  'view' | 'open' | 'writtenTo' | 'history' | 'messages' | 'reportLines' | 'events'
>;

/** Before every time. */
const FROM_THE_FIRST = '0';

const OPEN_STATES: ReadonlySet<AttemptState> = new Set(['approved', 'sending', 'unknown']);

/** What can be read back, whatever list it came from. */
export function dynamoAccount(table: DynamoTable, mode: Realm): Account {
  return {
    view: async (messages) => {
      const found = await messagesOfInvitees(
        table,
        mode,
        messages.map(({ inviteeKey }) => inviteeKey),
      );
      const byKey = new Map(found.map((kept) => [kept.key as MessageKey, attemptOf(kept)]));
      const byInvitee = Map.groupBy(found, ({ inviteeKey }) => inviteeKey as InviteeKey);
      const ownAttempts = messages.flatMap(({ key }) => entry(key, byKey.get(key)));
      const others = messages.flatMap(({ key, inviteeKey }) => {
        const taken = (byInvitee.get(inviteeKey) ?? []).filter(
          (kept) => kept.key !== key && !leavesRoom(kept.state),
        );
        return entry(inviteeKey, newest(taken.map(attemptOf)));
      });
      return { byKey: new Map(ownAttempts), otherTemplate: new Map(others) };
    },

    open: async () => {
      const keys = await table.keysIn('open', mode, FROM_THE_FIRST);
      const found = (await table.getMany(keys)).map(keptMessageOf);
      const order = new Map(keys.map(({ pk }, index) => [pk, index]));
      const placeOf = ({ key }: KeptMessage): number =>
        order.get(messageItem(mode, key as MessageKey).pk) ?? 0;
      return found
        .filter(({ state, forgottenAt }) => OPEN_STATES.has(state) && forgottenAt === undefined)
        .toSorted((a, b) => placeOf(a) - placeOf(b))
        .map(openAttemptOf);
    },

    writtenTo: async (since) => {
      const from = since.toISOString();
      const keys = await table.keysIn('since', `${mode}#written`, from);
      const last = new Map<string, Date>();
      for (const item of await table.getMany(keys)) {
        const kept = keptMessageOf(item);
        const at = writtenAt(kept);
        if (at === null || at < from) continue;
        // Somebody who was forgotten within the day still counts, as a person nobody can name.
        const whom = kept.forgottenAt === undefined ? kept.recipient : kept.inviteeKey;
        const known = last.get(whom);
        if (known === undefined || known.toISOString() < at) last.set(whom, new Date(at));
      }
      return last;
    },

    history: async (key) => (await keptMessages(table, mode, [key])).flatMap(historyOf),

    messages: async () => (await everyMessage(table, mode)).map(ledgerMessageOf),

    reportLines: async () =>
      (await everyMessage(table, mode))
        .filter(({ purpose }) => purpose === 'invite')
        .map(reportLineOf),

    events: async (to) => {
      const all = (await everyMessage(table, mode)).flatMap(eventsOf);
      return all
        .toSorted((a, b) => (a.notedAt < b.notedAt ? -1 : Number(a.notedAt > b.notedAt)))
        .map(({ event }) => event)
        .filter((event) => to === undefined || event.to === to);
    },
  };
}

/** The one first whose attempt was claimed first. */
async function everyMessage(table: DynamoTable, mode: Realm): Promise<readonly KeptMessage[]> {
  const keys = await table.keysIn('list', `${mode}#messages`, FROM_THE_FIRST);
  const found = (await table.getMany(keys)).map(keptMessageOf);
  return found.toSorted((a, b) => a.listAt.localeCompare(b.listAt) || a.key.localeCompare(b.key));
}

function newest(attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
}

function entry<Key>(key: Key, attempt: Attempt | undefined): readonly (readonly [Key, Attempt])[] {
  return attempt === undefined ? [] : [[key, attempt]];
}
