import type { TestFindings } from '../../application/ports/test-findings.ts';
import { each } from './change-item.ts';
import { FINDING } from './documents.ts';
import {
  afterDays,
  findingKey,
  findingPartition,
  findingsOf,
  KEPT_DAYS,
  type Base,
} from './layout.ts';

/** What operators saw of their tests, in a ledger. */
export function testFindingsIn({
  store,
  mode,
  read,
  isShared,
  newToken,
}: Base): Omit<TestFindings, 'close'> {
  return {
    add: async (finding) => {
      const at = finding.at.toISOString();
      const key = findingKey(mode, at, newToken());
      await store.commit([
        {
          ...key,
          doc: { ...finding, at },
          places: { person: [findingsOf(mode, finding.sid), key.sk] },
          ...(isShared ? { expiresAt: afterDays(at, KEPT_DAYS) } : {}),
        },
      ]);
    },
    list: async () => {
      const findings = [];
      for await (const { doc } of each(store.query('main', findingPartition(mode)))) {
        const { at, ...finding } = read(FINDING, doc);
        findings.push({ ...finding, at: new Date(at) });
      }
      return findings;
    },
  };
}
