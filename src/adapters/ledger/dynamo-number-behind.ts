import * as z from 'zod';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import type { Phone } from '../../domain/phone.ts';
import { replyItem, userIdIn, userItem } from './dynamo-layout.ts';
import { keptMessages, sidsHeld } from './dynamo-signposts.ts';
import type { DynamoTable } from './dynamo-table.ts';

const USER = z.object({ pk: z.string(), phone: z.string() });
const ANSWER = z.object({ answers: z.string().nullable(), at: z.string() });

/** The number that is kept for a user id. */
export function keptUserOf(item: unknown): { readonly userId: string; readonly phone: string } {
  const { pk, phone } = USER.parse(item);
  return { userId: userIdIn(pk), phone };
}

/** Looks up the number of a person who wrote under a user id: see `Replies.numberBehind`. */
export async function numberBehindIn(
  table: DynamoTable,
  mode: Mode,
  userId: string,
  answers: MessageSid | null,
): Promise<Phone | null> {
  const wrote = await table.get(userItem(mode, userId));
  if (wrote !== null) return USER.parse(wrote).phone as Phone;
  const { pk } = replyItem(mode, userId, '' as MessageSid);
  const earlier = (await table.partition(pk))
    .map((item) => ANSWER.parse(item))
    .toSorted((a, b) => b.at.localeCompare(a.at))
    .map((reply) => reply.answers as MessageSid | null);
  const sids = [answers, ...earlier].filter((sid) => sid !== null);
  const held = await sidsHeld(table, mode, sids);
  const keys = sids.flatMap((sid) => held.get(sid) ?? []);
  const messages = new Map((await keptMessages(table, mode, keys)).map((one) => [one.key, one]));
  const numbers = keys.map((key) => messages.get(key)?.recipient.replace('whatsapp:', '') ?? '');
  return (numbers.find((number) => number !== '') ?? null) as Phone | null;
}
