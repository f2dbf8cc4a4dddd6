import type { LedgerMessage } from '../../../domain/delivery/ledger-message.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { World } from '../../composition/world.ts';
import type { Settings } from '../../../adapters/settings/settings.ts';
import { startLoading } from '../../../application/check/load-list.ts';
import { settleList } from '../../../application/check/settle-list.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { ListOptions } from '../../command-line/options.ts';
import { readListFile, rulesFor } from '../../list/read-list-file.ts';
import type { Shell } from '../../shell.ts';

/** What a status is about: the invites of a list, or those of the latest season. */
export type Shown = {
  readonly messages: () => AsyncIterable<LedgerMessage>;
  /** What parents wrote that may be about them. */
  readonly replies: () => Promise<readonly Reply[]>;
  /** Those of the replies beside none of the messages that are to be shown all the same. */
  readonly others: (beside: readonly Reply[]) => Promise<readonly Reply[]>;
};

/** With a list, what its own parents wrote; without one, everybody. */
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
    // What was written before a season began was about another one.
    replies: async () =>
      await Array.fromAsync(
        replies.since(first === null || isOnlySeason ? new Date(0) : first.approvedAt),
      ),
    others: async (beside) => {
      if (first === null || isOnlySeason) return beside;
      const left = await Promise.all(
        beside.map(async (reply) => ((await isAboutAnother(reply)) ? [] : [reply])),
      );
      return left.flat();
    },
  };

  /** Whether a reply belongs to a message of another season. */
  async function isAboutAnother({ sender, answers, at }: Reply): Promise<boolean> {
    if (answers !== null && (await ledger.bySids([answers])).size > 0) return true;
    for await (const message of ledger.messages({ to: `whatsapp:${sender}` })) {
      if (isInvite(message) && (message.sentAt ?? message.approvedAt) <= at) return true;
    }
    return false;
  }
}

function isInvite({ purpose }: LedgerMessage): boolean {
  return purpose === 'invite';
}

async function firstOf<T>(all: AsyncIterable<T>): Promise<T | null> {
  for await (const one of all) return one;
  return null;
}

/** The list that a status is about. */
export type Listed = {
  readonly messages: readonly Message[];
  /** How many rows have faults, so that nothing can have been sent to them as they stand. */
  readonly faultyRows: number;
  /** Whoever is on it for that season, whatever template their message was made with. */
  readonly holds: (message: Pick<LedgerMessage, 'inviteeKey'>) => boolean;
};

/**
 * Reads a list as `send` would, with every answer that the ledger remembers.
 *
 * @throws InviteError for what is wrong with the file as a whole
 */
export async function loadListed(
  shell: Shell,
  settings: Settings,
  file: string,
  options: ListOptions,
  { ledger, optOuts, mode }: World,
): Promise<Listed> {
  const named = await readListFile(shell, file, options, () => {});
  const rules = rulesFor(shell, settings, options, mode === 'live');
  const { loaded } = await settleList(
    async (agreed) => {
      const loader = startLoading(builtInTemplate(), { ...rules, agreed });
      await named.readAgain(loader.add);
      return loader.finish(named.findings);
    },
    ledger,
    optOuts,
  );
  const invitees = new Set(loaded.messages.map(({ inviteeKey }) => ledger.keyOf(inviteeKey)));
  return {
    messages: loaded.messages,
    faultyRows: loaded.refusedRows.length,
    holds: ({ inviteeKey }) => invitees.has(inviteeKey),
  };
}
