import type { OptOuts, Replies } from '../../application/ports/contact.ts';
import type { Ledger } from '../../application/ports/ledger.ts';
import type { ReplyLog } from '../../application/replies/send-reply.ts';
import { dailyTags, type TagOf } from '../../domain/delivery/daily-tag.ts';
import type { DataOutsideItems } from './erasure/erasure.ts';
import type { LedgerContext } from './ledger-context.ts';
import { ledgerIn } from './ledger.ts';
import { replyLogIn } from './messages/reply-log.ts';
import { optOutsIn } from './people/opt-outs.ts';
import { repliesIn } from './people/replies.ts';

/**
 * The ports of one ledger that a service needs, over one connection. Each `close` closes the connection for
 * all of them. The functions on AWS load no more than this.
 */
export type ServiceLedger = {
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
  readonly replyLog: ReplyLog;
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

export function serviceLedgerOn(
  context: LedgerContext,
  { hold, close }: Pick<Backend, 'hold' | 'close'>,
): ServiceLedger {
  return {
    ledger: { ...ledgerIn(context), hold, close },
    optOuts: { ...optOutsIn(context), close },
    replies: { ...repliesIn(context), close },
    replyLog: { ...replyLogIn(context), close },
    tagOf: dailyTags(context.keyedHash),
    close,
  };
}
