import type { Settings } from '../../../adapters/settings/settings.ts';
import { settleList } from '../../../application/check/settle-list.ts';
import type { Recipients } from '../../../application/follow-up/survey-status.ts';
import { statesByReply } from '../../../application/replies/conversations.ts';
import type { Conversation } from '../../../domain/contact/conversation.ts';
import { isForEveryPlayer } from '../../../domain/contact/opt-out.ts';
import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { KeyedHash } from '../../../domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { ListOptions } from '../../command-line/options.ts';
import type { World } from '../../composition/world.ts';
import { keepMapOf } from '../../list/kept-map.ts';
import { readListFile, reloadOf, rulesFor } from '../../list/read-list-file.ts';
import type { Shell } from '../../shell.ts';

/** The list that a status is about. */
export type Listed = {
  readonly messages: readonly Message[];
  /** The number of rows with faults, to which nothing can have been sent as they stand. */
  readonly faultyRows: number;
  /** Whether the child and parent of a message are on the list, whatever its template. */
  readonly holds: (message: Pick<LedgerMessage, 'inviteeKey'>) => boolean;
  /** The keys under which the ledger has the child and parent of a message of the list. */
  readonly inviteesOf: (message: Message) => readonly KeyedHash[];
};

/**
 * Reads a list as `send` does, with the answers that the ledger keeps for it.
 *
 * @throws InviteError where the file as a whole cannot be read as a list
 */
export async function loadListed(
  shell: Shell,
  settings: Settings,
  file: string,
  options: ListOptions,
  { ledger, optOuts, mode }: World,
): Promise<Listed> {
  const list = await readListFile(shell, file, options);
  await keepMapOf(shell, list);
  const rules = rulesFor(shell, settings, list, mode === 'live');
  const reload = reloadOf(list, builtInTemplate(), rules);
  const { loaded } = await settleList(reload, ledger, optOuts);
  const found = await ledger.find(loaded.messages);
  const inviteesOf = ({ inviteeKey }: Message): readonly KeyedHash[] => [
    ledger.keyOf(inviteeKey),
    ...(found.get(inviteeKey) ?? []).map((one) => one.inviteeKey),
  ];
  const invitees = new Set(loaded.messages.flatMap(inviteesOf));
  return {
    messages: loaded.messages,
    faultyRows: loaded.refusedRows.length,
    holds: ({ inviteeKey }) => invitees.has(inviteeKey),
    inviteesOf,
  };
}

/** The invites of a list, or those of the latest season, and the replies beside them. */
type Shown = {
  readonly messages: () => AsyncIterable<LedgerMessage>;
  /** The replies that may be about these messages. */
  readonly replies: () => Promise<readonly Reply[]>;
  /** Of the replies that are about none of these messages, those to show below them. */
  readonly others: (unmatched: readonly Reply[]) => Promise<readonly Reply[]>;
};

/** @param listed null for the latest season of the ledger */
export async function messagesShown(
  { ledger, replies }: Pick<World, 'ledger' | 'replies'>,
  listed: Listed | null,
): Promise<Shown> {
  if (listed !== null) {
    return {
      messages: async function* messages() {
        for (const found of (await ledger.find(listed.messages)).values()) {
          yield* found.filter(isInvite);
        }
      },
      replies: async () => await Array.fromAsync(replies.since(new Date(0))),
      others: async () => [],
    };
  }
  const season = await ledger.latestSeason();
  const first = season === null ? null : await firstOf(ledger.messages({ season }));
  const isOnlySeason = (await firstOf(ledger.messages()))?.season === season;
  return {
    messages: async function* messages() {
      if (season === null) return;
      for await (const message of ledger.messages({ season })) {
        if (isInvite(message)) yield message;
      }
    },
    // A reply from before the season began is about an earlier season.
    replies: async () =>
      await Array.fromAsync(
        replies.since(first === null || isOnlySeason ? new Date(0) : first.approvedAt),
      ),
    others: async (unmatched) => {
      if (first === null || isOnlySeason) return unmatched;
      const left = await Promise.all(
        unmatched.map(async (reply) => ((await isAboutOtherSeason(reply)) ? [] : [reply])),
      );
      return left.flat();
    },
  };

  async function isAboutOtherSeason({ sender, answers, at }: Reply): Promise<boolean> {
    if (answers !== null && (await ledger.bySids([answers])).size > 0) return true;
    for await (const message of ledger.messages({ to: whatsappAddress(sender) })) {
      if (isInvite(message) && (message.sentAt ?? message.approvedAt) <= at) return true;
    }
    return false;
  }
}

/** What a survey asks about the recipients of these messages. */
export async function recipientsOf(
  { optOuts }: Pick<World, 'optOuts'>,
  conversations: readonly Conversation[],
  now: Date,
): Promise<Recipients> {
  return {
    optOuts: new Map(
      (await optOuts.list())
        .filter(isForEveryPlayer)
        .map(({ phone, state }) => [phone ?? '', state]),
    ),
    conversations: statesByReply(conversations, now),
  };
}

function isInvite({ purpose }: LedgerMessage): boolean {
  return purpose === 'invite';
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | null> {
  for await (const item of items) return item;
  return null;
}
