import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Replies } from '../../application/people-ports.ts';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import type { Reply } from '../../domain/reply.ts';
import { replyExpiryOf, replyItem, userItem } from './dynamo-layout.ts';
import { numberBehindIn } from './dynamo-number-behind.ts';
import { openDynamoTable, type DynamoPlace } from './dynamo-table.ts';

const REPLY = z.object({
  sk: z.string(),
  sender: z.string(),
  userId: z.string().nullable(),
  text: z.string(),
  button: z.string().nullable(),
  media: z.array(z.string()),
  answers: z.string().nullable(),
  at: z.string(),
});

/** A reply as it is kept. */
export type KeptReply = z.infer<typeof REPLY>;

export function keptReplyOf(item: unknown): KeptReply {
  return REPLY.parse(item);
}

/**
 * The replies in a ledger's table.
 *
 * @param mode whose replies these are; those of the other modes are invisible
 * @throws InviteError `ledger_unavailable`, from every call
 */
export async function openDynamoReplies(place: DynamoPlace, mode: Mode): Promise<Replies> {
  const table = await openDynamoTable(place);
  const since = `${mode}#replies`;

  /** The number of the newest reply counts, in whatever order they are told. */
  const noteNumber = async (
    { sender, userId }: Pick<Reply, 'sender' | 'userId'>,
    at: Date,
  ): Promise<void> => {
    if (userId === null || !sender.startsWith('+')) return;
    const [wroteAt, expiresAt] = [at.toISOString(), replyExpiryOf(at)];
    await table.put(
      { ...userItem(mode, userId), phone: sender, wroteAt, expiresAt },
      {
        expression: 'attribute_not_exists(pk) OR wroteAt <= :wroteAt',
        values: { ':wroteAt': wroteAt },
      },
    );
  };

  return {
    // Twilio tells a reply again with the same sender, so that one item stands for one SID.
    add: async ({ sid, at, ...reply }) => {
      await noteNumber(reply, at);
      const token = randomUUID();
      const place = replyItem(mode, reply.sender, sid);
      const item = {
        ...reply,
        ...place,
        media: [...reply.media],
        at: at.toISOString(),
        sinceIn: since,
        sinceAt: at.toISOString(),
        expiresAt: replyExpiryOf(at),
        token,
      };
      if (await table.put(item, { expression: 'attribute_not_exists(pk)' })) return true;
      // A try whose answer was lost may have kept it: it is news all the same.
      return (await table.get(place))?.['token'] === token;
    },
    from: async (sender) => {
      const { pk } = replyItem(mode, sender, '' as MessageSid);
      return oldestFirst(await table.partition(pk));
    },
    since: async (at) => {
      const keys = await table.keysIn('since', since, at.toISOString());
      return oldestFirst(await table.getMany(keys));
    },
    numberBehind: async (userId, answers) => await numberBehindIn(table, mode, userId, answers),
    close: async () => table.close(),
  };
}

function oldestFirst(items: readonly unknown[]): readonly Reply[] {
  return items.map(replyOf).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function replyOf(item: unknown): Reply {
  const { sk, sender, userId, text, button, media, answers, at } = keptReplyOf(item);
  return {
    sid: sk as MessageSid,
    sender,
    userId,
    text,
    button,
    media,
    answers: answers as MessageSid | null,
    at: new Date(at),
  };
}
