import type { LateFailure } from '../../application/send/send-one.ts';
import type { Fate, NotDelivered } from '../../domain/delivery/fate.ts';
import type { Attempt, Doubt } from '../../domain/delivery/outcome.ts';
import type { Advice } from '../advice.ts';
import { londonTime } from '../format.ts';
import { OPTED_OUT } from '../list/finding.ts';
import { explainStop } from '../stop.ts';
import { candidateJson, explainCandidate } from './candidate.ts';
import { explainAttempt, explainFailure, explainRefusal } from './refusal.ts';

export type FateError = Advice & {
  readonly code: number | string;
  /** A message in Twilio's list that may be this one, in JSON. */
  readonly candidate?: object;
};

/** Why a message was not sent, or may not have been; null if nothing went wrong. */
export function errorOfFate(fate: Fate): FateError | null {
  switch (fate.kind) {
    case 'accepted':
    case 'already_sent':
    case 'queued':
    case 'on_its_way':
    case 'skipped':
    case 'left':
      return null;
    case 'refused':
      return { code: fate.twilioCode, ...explainRefusal(fate.twilioCode, fate.twilioText) };
    case 'not_delivered':
      return errorOfNonDelivery(fate);
    case 'opted_out':
      return { code: 'opted_out', ...OPTED_OUT };
    case 'lapsed':
      return LAPSED;
    case 'unreachable':
      return {
        code: 'twilio_unreachable',
        message: 'Twilio cannot be reached. This message was not sent.',
        fix: explainStop({ code: 'twilio_unreachable' }).fix,
      };
    case 'unknown':
      return {
        code: 'outcome_unknown',
        message: `Nobody knows whether this message went: ${DOUBTS[fate.doubt]}`,
        fix: NOT_SENT_AGAIN,
      };
    case 'still_unknown': {
      const { candidate } = fate.attempt;
      if (candidate !== undefined) {
        return {
          code: 'outcome_unknown',
          ...explainCandidate(candidate),
          candidate: candidateJson(candidate),
        };
      }
      return {
        code: 'outcome_unknown',
        message:
          fate.attempt.state === 'sending'
            ? `A run began to send this message on ${londonTime(fate.attempt.at)} and may still be at it.`
            : `Nobody knows whether this message went on ${londonTime(fate.attempt.at)}.`,
        fix: NOT_SENT_AGAIN,
      };
    }
  }
}

function errorOfNonDelivery({ attempt, because }: NotDelivered): FateError {
  const code = attempt.deliveryCode ?? 'canceled';
  const { message, fix } = explainNonDelivery(attempt);
  return because === 'not_sent_again'
    ? { code, message, fix }
    : {
        code,
        message: `${message} Twilio could not be asked once more whether it arrived after all, so it was not sent again.`,
        fix: 'Run the same line again when Twilio can be reached: it is offered again.',
      };
}

/** Why an accepted message did not arrive. */
export function explainNonDelivery(attempt: Attempt): Advice {
  return attempt.delivery === 'canceled' ? CANCELED : explainAttempt(attempt);
}

/** Why Twilio could not deliver a message that it accepted. */
export function errorOfFailure({ state, twilioCode, twilioText }: LateFailure): FateError {
  return { code: twilioCode ?? state, ...explainFailure(twilioCode, twilioText ?? '') };
}

const LAPSED: FateError = {
  code: 'approval_lapsed',
  message:
    'The worker did not send it, since your yes counted no more: the hours were over, the daily limit was reached, the template was another, or the parent had said stop.',
  fix: 'Run the same line again: it tells which, and asks anew.',
};

/** For a message that was canceled at Twilio before it was sent. */
export const CANCELED: Advice = {
  message: 'It was canceled at Twilio before it was sent.',
  fix: 'Ask the person who looks after the Twilio account why. "urmston-invite send" offers it again.',
};

/** Why nothing is sent for a row excluded by `--leave-out`. */
export const LEFT_OUT: FateError = {
  code: 'left_out',
  message: 'You left this row out, by a value in its status or consent column.',
  fix: 'Run the same line without that --leave-out if it is to go.',
};

const NOT_SENT_AGAIN =
  'It is never sent again by itself. Run the same line again: the tool asks Twilio for it first, and you only if Twilio shows none.';

/** Why an outcome is unknown, as the end of a sentence. */
export const DOUBTS: { readonly [doubt in Doubt]: string } = {
  no_answer_in_time: 'Twilio did not answer in time.',
  connection_lost: 'the connection broke before Twilio had answered.',
  server_fault: 'Twilio had a fault of its own, perhaps after taking it.',
  answer_unreadable: "Twilio's answer could not be read.",
  cut_off: 'the run was cut off while it was sending it.',
  interrupted: 'you stopped before Twilio had answered.',
};
