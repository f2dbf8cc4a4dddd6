import type { MessageState, DeliveryStatus } from '../../domain/delivery/status/delivery-status.ts';
import type { StopProblem } from '../../domain/problem/problem.ts';
import type { Advice } from '../advice.ts';
import { londonTime } from '../format.ts';
import { explainStop } from '../stop.ts';
import { explainCandidate } from './candidate.ts';
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
  since,
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
      return state === 'sent'
        ? {
            message: `WhatsApp has had it since ${londonTime(since)}, and no phone has taken it: the phone may be off, the number may have no WhatsApp, or the parent may have blocked the club.`,
            fix: 'Ring the parent.',
          }
        : {
            message: `Twilio has told nothing new since ${londonTime(since)}.`,
            fix: 'Look it up in the Twilio console, under Monitor and Messaging.',
          };
    case 'waiting':
    case 'arrived':
      return null;
  }
}

const NOT_ASKED = 'It is never sent again by itself. Run status again: it asks Twilio for it.';
const ASKED =
  'Twilio was asked and shows none. It is never sent again by itself: send asks you about it when a list holds it.';

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
