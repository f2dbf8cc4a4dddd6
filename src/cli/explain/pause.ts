import { refusalOf } from '../../domain/refusal.ts';
import { isToBeTriedAgain, type PauseReason } from '../../domain/what-next.ts';
import { count } from '../render.ts';
import type { Advice } from './advice.ts';
import { DOUBTS } from './fate.ts';
import { explainRefusal } from './refusal.ts';

/** Why a run pauses: what happened, what it means for the next message, and what to do. */
export type PauseWords = Advice & { readonly means: string };

export function explainPause(reason: PauseReason): PauseWords {
  if (reason.kind === 'faults_in_a_row') {
    return {
      message: `${reason.count} messages in a row had no clear answer from Twilio; of the last: ${DOUBTS[reason.doubt]}`,
      means: 'Nobody knows whether they went, and the next one may end the same way.',
      fix: 'Look at https://status.twilio.com, and wait until the fault is over.',
    };
  }
  const { twilioCode, twilioText } = reason;
  return { ...explainRefusal(twilioCode, twilioText), means: meaningOf(reason) };
}

function meaningOf(reason: Extract<PauseReason, { readonly kind: 'refused' }>): string {
  if (isToBeTriedAgain(reason)) {
    return reason.retryAfterSeconds === null
      ? 'It was tried several times; the next one may be refused likewise.'
      : `Twilio asks to wait ${duration(reason.retryAfterSeconds)} before the next one.`;
  }
  return refusalOf(reason.twilioCode) === null
    ? 'Whether the next one would be refused too is not known.'
    : 'The next one may be refused for the same reason.';
}

/** `45 seconds`, `10 minutes`: never shorter than it is. */
function duration(seconds: number): string {
  return seconds <= 120
    ? count(Math.ceil(seconds), 'second')
    : count(Math.ceil(seconds / 60), 'minute');
}
