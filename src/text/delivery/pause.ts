import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import type { PauseReason } from '../../domain/policy/next-step.ts';
import { isRetryable } from '../../domain/policy/retry.ts';
import type { Advice } from '../advice.ts';
import { count } from '../format.ts';
import { DOUBTS } from './fate.ts';
import { explainBeforeMore, explainRefusal } from './refusal.ts';

/** Why a run pauses; `means` says what may happen to the next message. */
export type PauseAdvice = Advice & { readonly means: string };

export function explainPause(reason: PauseReason): PauseAdvice {
  if (reason.kind === 'faults_in_a_row') {
    return {
      message: `${reason.count} messages in a row had no clear answer from Twilio; of the last: ${DOUBTS[reason.doubt]}`,
      means: 'Nobody knows whether they went, and the next one may end the same way.',
      fix: 'Look at https://status.twilio.com, and wait until the fault is over.',
    };
  }
  if (reason.kind === 'not_delivered') return explainNotDelivered(reason);
  const { twilioCode, twilioText, retryAfterSeconds } = reason;
  const advice = explainRefusal(twilioCode, twilioText);
  if (isRetryable(reason)) {
    return {
      message: advice.message,
      means:
        retryAfterSeconds === null
          ? 'It was tried several times; the next one may be refused likewise.'
          : `Twilio asks to wait ${duration(retryAfterSeconds)} before the next one.`,
      fix: `Wait ${retryAfterSeconds === null ? 'a minute' : 'that long'} before you go on, or stop here and run the same line again later.`,
    };
  }
  const means =
    refusalOf(twilioCode) === null
      ? 'Whether the next one would be refused too is not known.'
      : 'The next one may be refused for the same reason.';
  return { ...advice, means };
}

function explainNotDelivered({
  twilioCode,
  count: inARow,
}: Extract<PauseReason, { readonly kind: 'not_delivered' }>): PauseAdvice {
  const { message, fix } = explainBeforeMore(twilioCode, '');
  const which = inARow === 1 ? 'A message was' : `${count(inARow, 'message')} in a row were`;
  return {
    message: `${which} not delivered. ${message}`,
    means: 'Twilio accepts the next one as well, and it may fail in the same way.',
    fix,
  };
}

/** `45 seconds`, `10 minutes`, rounded up. */
function duration(seconds: number): string {
  return seconds <= 120
    ? count(Math.ceil(seconds), 'second')
    : count(Math.ceil(seconds / 60), 'minute');
}
