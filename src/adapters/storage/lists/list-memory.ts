import type * as z from 'zod';
import type { Ledger } from '../../../application/ports/ledger.ts';
import { fullName } from '../../../domain/record/names/full-name.ts';
import { ANSWER, PLAYER } from '../documents.ts';
import { answerKey, expiry, playerItem, playerKey, playerPartition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { flatten } from '../port/change-item.ts';
import { PAGE_SIZE, type Item, type Write } from '../port/store.ts';

type ListMemory = Pick<Ledger, 'knownPlayers' | 'rememberList' | 'answers' | 'remember'>;

/** The players of earlier lists, and the operators' lasting answers. */
export function listMemory(context: LedgerContext): ListMemory {
  const { store, mode, keyedHash, read } = context;
  return {
    knownPlayers: async () => {
      const found = await Array.fromAsync(flatten(store.query('main', playerPartition(mode))));
      return found
        .map(({ doc }) => read(PLAYER, doc))
        .toSorted((a, b) => a.seenAt.localeCompare(b.seenAt) || a.place - b.place)
        .map(({ player, team, phone, season, seenAt }) => ({
          player,
          team,
          phone,
          season,
          seenAt: new Date(seenAt),
        }));
    },

    // Several commits, since a list may be longer than a transaction. If the process ends in
    // between, replaced players stay, and the next list reports them again.
    rememberList: async (list, invites, replaced) => {
      const seenAt = list.at.toISOString();
      const puts = new Map(
        invites.map(({ player, team, ageGroup, parent: { phone }, season }, place) => {
          const item = playerItem(mode, {
            player: fullName(player),
            team: `${team} ${ageGroup}`,
            phone,
            season,
            seenAt,
            seenBy: list.operator,
            sourceFile: list.file,
            place,
          });
          return [item.sk, { ...item, ...expiry(context, seenAt) }] as const;
        }),
      );
      const gone = replaced
        .map((player) => playerKey(mode, player))
        .filter(({ sk }) => !puts.has(sk))
        .map((key) => ({ ...key, gone: true }) as const);
      const writes: readonly Write[] = [...puts.values(), ...gone];
      for (let done = 0; done < writes.length; done += PAGE_SIZE) {
        // oxlint-disable-next-line no-await-in-loop -- every player is written before any is deleted
        await store.commit(writes.slice(done, done + PAGE_SIZE));
      }
    },

    answers: async (ids) => {
      const asked = new Map(
        ids.flatMap((id) => [[keyedHash(id) as string, id] as const, [id, id]]),
      );
      const found = await store.getMany([...asked.keys()].map((id) => answerKey(mode, id)));
      // A keyed answer is newer than one of an older version.
      const answers = found
        .map(({ doc }) => read(ANSWER, doc))
        .toSorted((a, b) => Number(a.isKeyed ?? false) - Number(b.isKeyed ?? false));
      return new Map(answers.map(({ id, answer }) => [asked.get(id) ?? id, answer]));
    },

    remember: async (id, answer, operator, at) => {
      const answeredAt = at.toISOString();
      const doc = { id, answer, answeredBy: operator, answeredAt };
      await store.commit([keyedAnswer(context, doc)]);
    },
  };
}

/**
 * The item of an answer whose id is a plain hash. The question can be about a name or a number, which
 * could be guessed from such a hash.
 */
export function keyedAnswer(
  context: Pick<LedgerContext, 'mode' | 'keyedHash' | 'isShared'>,
  { id, ...answer }: z.infer<typeof ANSWER>,
): Item {
  const keyed = context.keyedHash(id);
  return {
    ...answerKey(context.mode, keyed),
    doc: { ...answer, id: keyed, isKeyed: true },
    ...expiry(context, answer.answeredAt),
  };
}
