import { InviteError } from '../../../domain/problem/problem.ts';
import type { Key, Write } from '../port/store.ts';
import { attributesOf, isTooLarge, type Attributes } from './attributes.ts';
import { isConditionFailed, isUnanswered, wasRetried } from './aws-errors.ts';
import { REQUEST_TIMEOUT_MS, type Table } from './connection.ts';

type Request = {
  readonly key: Key;
  /** The item to put; null to delete it. */
  readonly put: (Attributes & { readonly version: string }) | null;
  readonly condition: object;
};

/**
 * Does the writes one after the other. Stops at the first whose condition fails, and returns false.
 */
export async function commit(
  table: Table,
  writes: readonly Write[],
  newVersion: () => string,
): Promise<boolean> {
  const requests = writes.map((write) => requestOf(table, write, newVersion));
  return await table.guarded(async () => {
    for (const request of requests) {
      // oxlint-disable-next-line no-await-in-loop -- the port promises their order
      if (!(await tryWrite(table, request))) return false;
    }
    return true;
  });
}

/**
 * @throws InviteError `ledger_unavailable` with reason `too_large` for an item above DynamoDB's
 * limits
 */
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
 * Does one write; false if its condition fails. If the response to a successful request is lost,
 * the SDK repeats the request, and the condition fails because of the first one. After a repeated
 * request, or one without a response, the item is therefore read:
 *
 * - A put is done if the item has the version of this write.
 * - A deletion is done if the item does not exist. If two processes delete the same version at the
 *   same time, and one response is lost, both get true: nothing distinguishes them.
 * - A put that another process has overwritten since counts as refused. The caller then reads the
 *   item, and finds in its document what happened.
 */
async function tryWrite(table: Table, request: Request): Promise<boolean> {
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

/** Whether the item is as the write leaves it. */
async function isFound({ name, client, sdk }: Table, { key, put }: Request): Promise<boolean> {
  const input = { TableName: name, Key: key, ConsistentRead: true };
  const { Item } = await client.send(new sdk.GetCommand(input), {
    // After requests without a response, the caller has already waited for the time of several.
    abortSignal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  });
  return put === null ? Item?.['doc'] === undefined : Item?.['version'] === put.version;
}
