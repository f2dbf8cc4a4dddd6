import { InviteError } from '../../../domain/problem/problem.ts';
import type { Key, Write } from '../port/store.ts';
import { attributesOf, isTooLarge, type Attributes } from './attributes.ts';
import { isConditionFailed, isUnanswered, wasRetried } from './aws-errors.ts';
import { ANSWER_WITHIN_MS, type Table } from './connect.ts';

type Request = {
  readonly key: Key;
  /** What is put there; null to delete it. */
  readonly put: (Attributes & { readonly version: string }) | null;
  readonly condition: object;
};

/** Does one write after the other. Stops at the first that is refused, and returns false. */
export async function commit(
  table: Table,
  writes: readonly Write[],
  newVersion: () => string,
): Promise<boolean> {
  const requests = writes.map((write) => requestOf(table, write, newVersion));
  return await table.guarded(async () => {
    for (const request of requests) {
      // oxlint-disable-next-line no-await-in-loop -- the port promises their order
      if (!(await isDone(table, request))) return false;
    }
    return true;
  });
}

/** @throws InviteError `ledger_unavailable` for an item that is larger than DynamoDB takes */
function requestOf(table: Table, write: Write, newVersion: () => string): Request {
  const { pk, sk, expected } = write;
  const condition = conditionOf(expected);
  if ('gone' in write) return { key: { pk, sk }, put: null, condition };
  const version = newVersion();
  const put = { ...attributesOf(write, version), version };
  if (isTooLarge(put)) {
    throw new InviteError({ code: 'ledger_unavailable', file: table.name, reason: 'too_large' });
  }
  return { key: { pk, sk }, put, condition };
}

function conditionOf(expected: Write['expected']): object {
  if (expected === undefined) return {};
  if (expected === null) {
    // An item that an earlier version wrote has no document, and counts as not existing.
    return {
      ConditionExpression: 'attribute_not_exists(#doc)',
      ExpressionAttributeNames: { '#doc': 'doc' },
    };
  }
  return {
    ConditionExpression: '#version = :expected',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':expected': expected },
  };
}

/**
 * Does one write. DynamoDB may do it and its answer may be lost: then the SDK asks again, and the
 * condition fails on what the first request wrote. So after more than one request, or after none that
 * was answered, the item decides:
 *
 * - A put is done if the item has the version that this write made.
 * - A deletion is done if the item is gone. Of two that delete the same version at the same time both
 *   may be told so, if the answer to one of them was lost: nothing is left that tells them apart.
 * - A put that was done, and that somebody else has written over since, is told as refused. A caller
 *   that is refused reads the item anyway, and finds in its document what came of it.
 */
async function isDone(table: Table, request: Request): Promise<boolean> {
  try {
    await send(table, request);
    return true;
  } catch (error) {
    if (isConditionFailed(error)) return wasRetried(error) && (await isFound(table, request));
    if (isUnanswered(error) && (await isFound(table, request).catch(() => false))) return true;
    throw error;
  }
}

async function send({ name, client, sdk }: Table, { key, put, condition }: Request): Promise<void> {
  const input = { TableName: name, ...condition };
  if (put === null) await client.send(new sdk.DeleteCommand({ ...input, Key: key }));
  else await client.send(new sdk.PutCommand({ ...input, Item: put }));
}

/** Whether the table is as the write would leave it. */
async function isFound({ name, client, sdk }: Table, { key, put }: Request): Promise<boolean> {
  const input = { TableName: name, Key: key, ConsistentRead: true };
  const { Item } = await client.send(new sdk.GetCommand(input), {
    // Where nothing is answered the caller has waited for long already.
    abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  return put === null ? Item?.['doc'] === undefined : Item?.['version'] === put.version;
}
