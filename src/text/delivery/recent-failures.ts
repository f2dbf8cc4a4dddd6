import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import type { RecentFailures } from '../../domain/policy/recent-failures.ts';
import type { Advice } from '../advice.ts';
import { explainBeforeMore } from './refusal.ts';

/** How many of the last messages failed, why, and what to do before more is sent. */
export function explainRecentFailures({ failed, of, twilioCode }: RecentFailures): Advice {
  const { message, fix } = explainBeforeMore(twilioCode, '');
  const which = of === 1 ? 'Your last message' : `${failed} of your last ${of} messages`;
  // The text for an unknown code has the code in it.
  const isExplained = twilioCode !== null && refusalOf(twilioCode) !== null;
  const reason = isExplained ? `${message.replace(/\.$/u, '')} (${twilioCode}).` : message;
  return { message: `${which} failed: ${reason}`, fix };
}

/** Where Twilio could not be asked first. */
export const STATES_MAY_BE_OLD =
  'Twilio did not say what became of your last messages, so the ledger may be behind.';
