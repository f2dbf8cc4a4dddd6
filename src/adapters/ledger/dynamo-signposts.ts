import * as z from 'zod';
import type { Ledger } from '../../application/ports.ts';
import type { InviteeKey, MessageKey } from '../../domain/message.ts';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import { expiryOf, inviteeItem, messageItem, sidItem, type Realm } from './dynamo-layout.ts';
import { keptMessageOf, type KeptMessage } from './dynamo-message.ts';
import type { DynamoTable } from './dynamo-table.ts';

const SID_POST = z.object({ key: z.string() });
const INVITEE_POST = z.object({ messages: z.set(z.string()) });

export async function keptMessages(
  table: DynamoTable,
  mode: Realm,
  keys: readonly MessageKey[],
): Promise<readonly KeptMessage[]> {
  const items = await table.getMany(keys.map((key) => messageItem(mode, key)));
  return items.map(keptMessageOf);
}

/** Of these SIDs, those that an attempt has; a signpost alone proves nothing. */
export async function sidsHeld(
  table: DynamoTable,
  mode: Realm,
  sids: readonly MessageSid[],
): Promise<ReadonlyMap<MessageSid, MessageKey>> {
  const posts = await table.getMany(sids.map((sid) => sidItem(mode, sid)));
  const keys = posts.map((post) => SID_POST.parse(post).key as MessageKey);
  const messages = await keptMessages(table, mode, keys);
  const bySid = new Map(messages.map(({ messageSid, key }) => [messageSid, key as MessageKey]));
  return new Map(
    sids.flatMap((sid) => {
      const key = bySid.get(sid);
      return key === undefined ? [] : [[sid, key] as const];
    }),
  );
}

/** Which SIDs are those of messages, or of answers to parents, in all that is kept of a mode. */
export function knownSidsIn(table: DynamoTable, mode: Mode): Ledger['knownSids'] {
  return async (sids) => {
    const held = await Promise.all([
      sidsHeld(table, mode, sids),
      sidsHeld(table, `${mode}#answers`, sids),
    ]);
    return new Set(held.flatMap((each) => [...each.keys()]));
  };
}

export async function keyBehindSid(
  table: DynamoTable,
  mode: Realm,
  sid: MessageSid,
): Promise<MessageKey | null> {
  return (await sidsHeld(table, mode, [sid])).get(sid) ?? null;
}

/** The messages of these invitees, whatever their template. */
export async function messagesOfInvitees(
  table: DynamoTable,
  mode: Realm,
  invitees: readonly InviteeKey[],
): Promise<readonly KeptMessage[]> {
  const posts = await table.getMany(invitees.map((key) => inviteeItem(mode, key)));
  const keys = posts.flatMap((post) => [...INVITEE_POST.parse(post).messages] as MessageKey[]);
  return await keptMessages(table, mode, keys);
}

/** Leads from Twilio's id to the message; written before the message has it. */
export async function signpostSid(
  table: DynamoTable,
  mode: Realm,
  key: MessageKey,
  sid: MessageSid,
  at: Date,
): Promise<void> {
  const post = { ...sidItem(mode, sid), key, expiresAt: expiryOf(at) };
  const isNew = await table.put(post, {
    expression: 'attribute_not_exists(pk) OR #key = :key',
    names: { '#key': 'key' },
    values: { ':key': key },
  });
  // Another message's, unless that one never came to have it.
  if (!isNew && (await keyBehindSid(table, mode, sid)) === null) await table.put(post);
}
