import type { Candidate } from '../../domain/delivery/candidate.ts';
import type { Advice } from '../advice.ts';
import { londonTime } from '../format.ts';

/**
 * A message in Twilio's list that may be the one of unknown outcome: why that is not certain, and what to do.
 *
 * @param to the recipient, as printed
 */
export function explainCandidate({ sid, at, doubt }: Candidate, to = 'this number'): Advice {
  return explainDoubt(doubt, to, ` from ${londonTime(at)} (${sid})`);
}

/**
 * Why it is not certain whether a message in Twilio's list is the one of unknown outcome.
 *
 * @param made when it was made and its SID; '' if the text is about several messages
 */
export function explainDoubt(doubt: Candidate['doubt'], to = 'this number', made = ''): Advice {
  const which = {
    text_hidden: `Twilio has a message to ${to}${made}, and its text is hidden`,
    text_differs: `Twilio has a message to ${to}${made}, and its text is another one`,
    number_hidden: `Twilio has a message${made} that may have gone to ${to}, and the number is hidden`,
  };
  return {
    message: `${which[doubt]}, so nobody can say whether it is this one. It stays unknown and is not sent again.`,
    fix: 'Look for that message in the Twilio console, under Monitor, Logs and Messaging, or ask the parent.',
  };
}

/** A candidate in JSON. */
export function candidateJson({ sid, at, doubt }: Candidate): object {
  return { message_sid: sid, at: at.toISOString(), why: doubt };
}
