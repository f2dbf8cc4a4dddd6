import type { TestFindings } from '../../../application/ports/test-findings.ts';
import { FINDING } from '../documents.ts';
import { expiry, findingItem, findingPartition } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { flatten } from '../port/change-item.ts';

/** The operators' reports on test messages, in a ledger. */
export function testFindingsIn(context: LedgerContext): Omit<TestFindings, 'close'> {
  const { store, mode, read, newToken } = context;
  return {
    add: async (finding) => {
      const at = finding.at.toISOString();
      const item = findingItem(mode, { ...finding, at }, newToken());
      await store.commit([{ ...item, ...expiry(context, at) }]);
    },
    list: async () => {
      const found = await Array.fromAsync(flatten(store.query('main', findingPartition(mode))));
      return found.map(({ doc }) => {
        const { at, ...finding } = read(FINDING, doc);
        return { ...finding, at: new Date(at) };
      });
    },
  };
}
