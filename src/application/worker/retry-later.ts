import type { MessageKey } from '../../domain/message/message.ts';

/** Why a worker sends nothing now, and leaves a message on the queue. */
export type RetryLaterReason =
  /** No message of this queue, or one of a newer version. */
  | 'unreadable'
  /** Put there for another ledger: of a stand-in, or of the real Twilio. */
  | 'other_mode'
  /** Not the text, or not the person, that the ledger has a yes for. */
  | 'not_as_approved'
  | 'not_in_ledger'
  /** Twilio does not say what the template is now. */
  | 'template_not_told'
  | 'too_little_time';

/** Nothing went. Handed over too often, a message ends beside the queue, where a person sees it. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly reason: RetryLaterReason;
  readonly key: MessageKey | null;

  constructor(reason: RetryLaterReason, key: MessageKey | null = null) {
    super(reason);
    this.reason = reason;
    this.key = key;
  }
}
