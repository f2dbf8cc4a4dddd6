import type { Standing } from '../../domain/delivery/status/attention.ts';
import type { MessageState, DeliveryStatus } from '../../domain/delivery/status/delivery-status.ts';
import type { StopProblem } from '../../domain/problem/problem.ts';
import type { Advice } from '../advice.ts';
import { explainStop } from '../stop.ts';
import { explainCandidate, explainDoubt } from './candidate.ts';
import { CANCELED, DOUBTS } from './fate.ts';
import { explainHeld } from './held-template.ts';
import { explainAttempt } from './refusal.ts';

export const STATE_WORDS: { readonly [state in MessageState]: string } = {
  undelivered: 'not delivered',
  failed: 'failed',
  canceled: 'canceled',
  refused: 'refused',
  unknown: 'unknown',
  sending: 'being sent',
  accepted: 'accepted',
  scheduled: 'scheduled',
  queued: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
};

/** Why a message needs attention, and what to do; null if it needs none or its recipient was erased. */
export function explainDeliveryStatus({
  message,
  state,
  urgency,
  isHeld,
}: DeliveryStatus): Advice | null {
  if (message.isErased) return null;
  if (isHeld) return explainHeld(urgency === 'overdue');
  switch (urgency) {
    case 'failed': {
      if (state === 'canceled') return CANCELED;
      return explainAttempt(message);
    }
    case 'unknown':
      if (message.candidate !== undefined) return explainCandidate(message.candidate);
      return {
        message: `Nobody knows whether this message went${message.doubt === null ? '.' : `: ${DOUBTS[message.doubt]}`}`,
        fix: message.soughtAt === null ? NOT_ASKED : ASKED,
      };
    case 'overdue':
      return state === 'sent' ? NOT_TAKEN : NO_NEWS;
    case 'waiting':
    case 'arrived':
      return null;
  }
}

const NOT_TAKEN: Advice = {
  message: 'The phone may be off, have no WhatsApp, or have blocked the club.',
  fix: 'Ring the parent.',
};
const NO_NEWS: Advice = {
  message: 'Twilio has told nothing new for over a day.',
  fix: 'Look it up in the Twilio console, under Monitor and Messaging.',
};
const NOT_ASKED = 'It is never sent again by itself. Run status again: it asks Twilio for it.';
const ASKED = 'Twilio shows none, and send asks you before it goes again.';

/**
 * Why a message needs a person, and what to do, in words that are true of all messages with the same standing
 * and reason; null if it needs none.
 */
export function explainStanding(
  status: DeliveryStatus & { readonly standing: Standing },
): Advice | null {
  switch (status.standing) {
    case 'unknown': {
      const { candidate } = status.message;
      return candidate === undefined
        ? explainDeliveryStatus(status)
        : explainDoubt(candidate.doubt);
    }
    case 'failed':
    case 'overdue':
    case 'held':
      return explainDeliveryStatus(status);
    case 'perhaps_stopped':
    case 'stopped':
    case 'answer':
    case 'answer_late':
      return BY_STANDING[status.standing];
    case 'waiting':
    case 'arrived':
    case 'erased':
      return null;
  }
}

const BY_STANDING = {
  perhaps_stopped: {
    message: 'Nothing is sent to them until you decide.',
    fix: 'Read what they wrote, then use opt-out add or opt-out remove.',
  },
  stopped: {
    message: 'Nothing is sent to them any more.',
    fix: 'Speak to them in another way.',
  },
  answer: {
    message: 'WhatsApp takes an answer for 24 hours after they wrote.',
    fix: 'Use urmston-invite reply, or ring them.',
  },
  answer_late: {
    message: 'They wrote more than 24 hours ago, and WhatsApp takes no answer now.',
    fix: 'Ring them.',
  },
} as const satisfies { readonly [standing in Standing]?: Advice };

/** The headings of the list of `status`. */
export const STANDING_WORDS: { readonly [standing in Standing]: string } = {
  failed: 'Did not arrive',
  perhaps_stopped: 'May have asked for no more messages',
  stopped: 'Stopped',
  answer: 'Wrote and wait for an answer',
  answer_late: 'Wrote and have no answer',
  unknown: 'Outcome unknown',
  overdue: 'Sent over a day ago and not delivered',
  held: 'Sent and not delivered',
  waiting: 'On its way',
  arrived: 'Arrived',
  erased: 'Erased',
};

/** Why Twilio could not be asked for all states. The states shown are those in the ledger. */
export function explainNotAsked(problem: StopProblem): Advice {
  switch (problem.code) {
    case 'twilio_unreachable':
      return {
        message: 'Twilio cannot be reached: this is how it stood before.',
        fix: 'Check the internet connection and run the same line again.',
      };
    case 'twilio_unclear':
      return {
        message: 'Twilio gave no usable answer: this is how it stood before.',
        fix: 'Try again in a few minutes; https://status.twilio.com tells of faults on their side.',
      };
    default:
      return explainStop(problem);
  }
}
