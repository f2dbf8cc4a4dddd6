import type { ErasableLedger } from '../../application/forget/forget.ts';
import type { OptOuts, Replies } from '../../application/ports/contact.ts';
import type { Ledger } from '../../application/ports/ledger.ts';
import type { TestFindings } from '../../application/ports/test-findings.ts';
import type { ReplyLog } from '../../application/replies/send-reply.ts';
import type { PersonHistory } from '../../application/report/whole-history.ts';
import { dailyTags, type TagOf } from '../../domain/delivery/daily-tag.ts';
import { erasableIn, type DataOutsideItems } from './erasure/erasure.ts';
import { MODES } from './layout.ts';
import type { LedgerContext } from './ledger-context.ts';
import { ledgerIn } from './ledger.ts';
import { testFindingsIn } from './lists/test-findings.ts';
import { replyLogIn } from './messages/reply-log.ts';
import { optOutsIn } from './people/opt-outs.ts';
import { repliesIn } from './people/replies.ts';
import { personHistoryIn } from './reading/person-history.ts';
import { isNamedBefore, seasonsNamed } from './reading/reading.ts';
import { countStrangers } from './reading/strangers.ts';

/**
 * All ports of one ledger, over one connection. Each `close` closes the connection for all of them.
 */
export type OpenLedger = {
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
  readonly replyLog: ReplyLog;
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
  /** Makes the tags that logs contain in place of people and messages. */
  readonly tagOf: TagOf;
  readonly close: () => Promise<void>;
};

/** What differs between a file and a table, apart from the store. */
export type Backend = {
  /** Locks the ledger for a run. */
  readonly hold: Ledger['hold'];
  readonly outsideItems: DataOutsideItems;
  readonly close: () => Promise<void>;
};

export function openLedgerOn(
  context: LedgerContext,
  { hold, outsideItems, close }: Backend,
): OpenLedger {
  return {
    ledger: { ...ledgerIn(context), hold, close },
    optOuts: { ...optOutsIn(context), close },
    replies: { ...repliesIn(context), close },
    replyLog: { ...replyLogIn(context), close },
    findings: { ...testFindingsIn(context), close },
    persons: personHistoryIn(context),
    erasable: { ...erasableIn(context, outsideItems), hold, close },
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
    tagOf: dailyTags(context.keyedHash),
    close,
  };
}
