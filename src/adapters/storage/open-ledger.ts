import type { ErasableLedger } from '../../application/forget/forget.ts';
import type { TestFindings } from '../../application/ports/test-findings.ts';
import type { PersonHistory } from '../../application/report/whole-history.ts';
import { erasableIn } from './erasure/erasure.ts';
import { MODES } from './layout.ts';
import type { LedgerContext } from './ledger-context.ts';
import { testFindingsIn } from './lists/test-findings.ts';
import { personHistoryIn } from './reading/person-history.ts';
import { isNamedBefore, seasonsNamed } from './reading/reading.ts';
import { countStrangers } from './reading/strangers.ts';
import { serviceLedgerOn, type Backend, type ServiceLedger } from './service-ledger.ts';

/** All ports of one ledger: those of a service, and those with which a person reads and erases. */
export type OpenLedger = ServiceLedger & {
  readonly findings: TestFindings;
  readonly persons: PersonHistory;
  readonly erasable: Omit<ErasableLedger, 'isRehearsal'>;
  /**
   * The seasons with at least one name or number that is not erased, in any mode, in ascending
   * order.
   */
  readonly seasons: () => Promise<readonly string[]>;
  /** The number of people who wrote and were never written to, in all modes. */
  readonly strangers: () => Promise<number>;
  /** Whether a message of this mode from before a time is not erased. */
  readonly namesBefore: (before: Date) => Promise<boolean>;
};

export function openLedgerOn(
  context: LedgerContext,
  { outsideItems, ...backend }: Backend,
): OpenLedger {
  const { close } = backend;
  return {
    ...serviceLedgerOn(context, backend),
    findings: { ...testFindingsIn(context), close },
    persons: personHistoryIn(context),
    erasable: { ...erasableIn(context, outsideItems), ...backend },
    seasons: async () => {
      const named = new Set<string>();
      for (const mode of MODES) {
        // oxlint-disable-next-line no-await-in-loop -- three modes
        for (const season of await seasonsNamed({ ...context, mode })) named.add(season);
      }
      return [...named].toSorted();
    },
    strangers: async () => {
      const counts = MODES.map(async (mode) => await countStrangers({ ...context, mode }));
      return (await Promise.all(counts)).reduce((sum, one) => sum + one, 0);
    },
    namesBefore: async (before) => await isNamedBefore(context, before.toISOString()),
  };
}
