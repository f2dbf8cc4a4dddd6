import * as z from 'zod';
import type { Ledger } from '../../application/ports.ts';
import type { Mode } from '../../domain/mode.ts';
import { answerItem, expiryOf, playerItem } from './dynamo-layout.ts';
import type { DynamoTable } from './dynamo-table.ts';

const PLAYER = z.object({
  player: z.string(),
  team: z.string(),
  phone: z.string(),
  season: z.string(),
  seenAt: z.string(),
  /** Where in its list, from 0. */
  place: z.number(),
});

/** A player as the last list had them. */
export type KeptPlayer = z.infer<typeof PLAYER>;

export function keptPlayerOf(item: unknown): KeptPlayer {
  return PLAYER.parse(item);
}

const ANSWER = z.object({ id: z.string(), answer: z.string() });

type ListMemory = Pick<Ledger, 'knownPlayers' | 'rememberList' | 'answers' | 'remember'>;

/** What the ledger knows of lists, beside its messages: who was in the last ones, and what was answered. */
export function dynamoListMemory(table: DynamoTable, mode: Mode): ListMemory {
  return {
    knownPlayers: async () =>
      (await table.partition(playerItem(mode, '', '', '').pk))
        .map(keptPlayerOf)
        .toSorted((a, b) => a.seenAt.localeCompare(b.seenAt) || a.place - b.place)
        .map(({ player, team, phone, season, seenAt }) => ({
          player,
          team,
          phone,
          season,
          seenAt: new Date(seenAt),
        })),

    // More than one write, since a list is longer than any transaction may be. Should it end in
    // between, somebody is known who was replaced: the next list says so once more.
    rememberList: async (list, invites, replaced) => {
      const seen = invites.map(({ player, team, ageGroup, parent, season }, place) => {
        const name = `${player.firstName} ${player.lastName}`;
        const teamName = `${team} ${ageGroup}`;
        return {
          ...playerItem(mode, name, teamName, parent.phone),
          player: name,
          team: teamName,
          phone: parent.phone,
          season,
          seenAt: list.at.toISOString(),
          seenBy: list.operator,
          sourceFile: list.file,
          place,
          expiresAt: expiryOf(list.at),
        };
      });
      const puts = new Map(seen.map((item) => [item.sk, item]));
      const gone = replaced.map(({ player, team, phone }) => playerItem(mode, player, team, phone));
      const deletions = new Map(gone.map((key) => [key.sk, key]));
      for (const sk of puts.keys()) deletions.delete(sk);
      await table.writeMany([...puts.values()], [...deletions.values()]);
    },

    answers: async (ids) => {
      const items = await table.getMany(ids.map((id) => answerItem(mode, id)));
      return new Map(items.map((item) => ANSWER.parse(item)).map(({ id, answer }) => [id, answer]));
    },

    remember: async (id, answer, operator, at) => {
      await table.put({
        ...answerItem(mode, id),
        id,
        answer,
        answeredBy: operator,
        answeredAt: at.toISOString(),
        expiresAt: expiryOf(at),
      });
    },
  };
}
