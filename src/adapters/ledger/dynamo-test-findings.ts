import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { TestFinding, TestFindings } from '../../application/test-findings.ts';
import type { Mode } from '../../domain/mode.ts';
import type { MessageSid } from '../../domain/outcome.ts';
import { expiryOf, findingItem } from './dynamo-layout.ts';
import { openDynamoTable, type DynamoPlace } from './dynamo-table.ts';

const FINDING = z.object({
  sid: z.string(),
  isRight: z.boolean(),
  reason: z.string().nullable(),
  operator: z.string(),
  at: z.string(),
});

/** What is kept of a finding. */
export type KeptFinding = z.infer<typeof FINDING>;

/**
 * The operators' findings in a ledger's table.
 *
 * @param mode whose findings these are; those of the other modes are invisible
 * @throws InviteError `ledger_unavailable`, from every call
 */
export async function openDynamoTestFindings(
  place: DynamoPlace,
  mode: Mode,
): Promise<TestFindings> {
  const table = await openDynamoTable(place);
  return {
    add: async ({ at, ...finding }) => {
      const [kept, expiresAt] = [{ ...finding, at: at.toISOString() }, expiryOf(at)];
      await table.put({ ...findingItem(mode, at, randomUUID()), ...kept, expiresAt });
    },
    // A partition comes in the order of its sort keys, which begin with the time.
    list: async () => {
      const items = await table.partition(findingItem(mode, new Date(0), '').pk);
      return items.map(keptFindingOf).map(findingOf);
    },
    close: async () => table.close(),
  };
}

export function keptFindingOf(item: unknown): KeptFinding {
  return FINDING.parse(item);
}

function findingOf({ sid, at, ...finding }: KeptFinding): TestFinding {
  return { ...finding, sid: sid as MessageSid, at: new Date(at) };
}
