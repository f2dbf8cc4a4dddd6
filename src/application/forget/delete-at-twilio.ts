import type { MessageSid } from '../../domain/delivery/ids.ts';
import { isRetryable } from '../../domain/policy/retry.ts';
import { retry } from '../retry.ts';

/** A message or a reply of which Twilio has its own record. */
export type TwilioRecord = {
  readonly sid: MessageSid;
  /** Whether a parent sent media with it. */
  readonly hasMedia: boolean;
};

/** What one deletion came to. It can be repeated: what is gone already is `gone`. */
export type RemovalResult = { readonly kind: 'deleted' | 'gone' } | RemovalFailure;

type RemovalFailure =
  | { readonly kind: 'unreachable' | 'unclear' }
  | {
      readonly kind: 'refused';
      readonly httpStatus: number;
      readonly twilioCode: number;
      readonly twilioText: string;
      readonly retryAfterSeconds: number | null;
    };

/** Deletes messages at Twilio, with their media. Does not throw for errors of Twilio or the network. */
export type MessageRemover = { readonly remove: (record: TwilioRecord) => Promise<RemovalResult> };

/** A message that could not be deleted, and why. */
export type FailedRemoval = { readonly sid: MessageSid; readonly why: RemovalFailure };

export type RemovalReport = {
  readonly deleted: number;
  /** Those that Twilio no longer had. */
  readonly gone: number;
  readonly failed: readonly FailedRemoval[];
  /** Those that were not tried, since the last failure holds for all, or the operator stopped. */
  readonly left: number;
};

export type RemovalPorts = {
  readonly remover: MessageRemover;
  /** Waits; false once the operator has stopped. */
  readonly pause: (milliseconds: number) => Promise<boolean>;
  readonly random: () => number;
  readonly stop: AbortSignal;
  /** Called before each deletion with how many are done. */
  readonly onProgress: (done: number) => void;
};

/**
 * Deletes messages at Twilio, one after the other. An interrupted deletion is repeated with the same messages.
 */
export async function deleteAtTwilio(
  records: readonly TwilioRecord[],
  { remover, pause, random, stop, onProgress }: RemovalPorts,
): Promise<RemovalReport> {
  const failed: FailedRemoval[] = [];
  let [deleted, gone] = [0, 0];
  for (const [index, record] of records.entries()) {
    if (stop.aborted) break;
    onProgress(index);
    // oxlint-disable-next-line no-await-in-loop -- one after the other, at a pace that Twilio accepts
    const { result } = await retry(async () => await remover.remove(record), {
      again: (last) =>
        isPassing(last)
          ? { afterSeconds: last.kind === 'refused' ? last.retryAfterSeconds : null }
          : null,
      pause,
      random,
    });
    switch (result.kind) {
      case 'deleted':
        deleted += 1;
        break;
      case 'gone':
        gone += 1;
        break;
      default:
        failed.push({ sid: record.sid, why: result });
    }
    if (holdsForAll(result)) break;
  }
  return { deleted, gone, failed, left: records.length - deleted - gone - failed.length };
}

/** A deletion can be repeated after any failure that may pass, unlike the sending of a message. */
function isPassing(result: RemovalResult): boolean {
  if (result.kind === 'refused') return isRetryable(result);
  return result.kind === 'unreachable' || result.kind === 'unclear';
}

/** Whether every further deletion would fail in the same way. */
function holdsForAll(result: RemovalResult): boolean {
  if (result.kind === 'refused') return [401, 403, 429].includes(result.httpStatus);
  return result.kind === 'unreachable' || result.kind === 'unclear';
}
