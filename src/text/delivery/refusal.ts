import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import { printableAdvice, type Advice } from '../advice.ts';

/**
 * The text for an error code of Twilio; for an unknown code, Twilio's own message.
 *
 * @param twilioText Twilio's message, '' if there is none
 */
export function explainRefusal(twilioCode: number, twilioText: string): Advice {
  const known = refusalOf(twilioCode);
  if (known !== null) return { message: known.meaning, fix: known.fix };
  const text = twilioText.trim().replace(/\.$/u, '');
  return printableAdvice({
    message: `Twilio refused with code ${twilioCode}${text === '' ? '' : `: ${text}`}.`,
    fix: `Look it up at https://www.twilio.com/docs/errors/${twilioCode}.`,
  });
}

/** The text for the error code of a message that Twilio accepted and could not deliver; it has no message. */
export function explainCode(twilioCode: number): Advice {
  const known = refusalOf(twilioCode);
  if (known !== null) return { message: known.meaning, fix: known.fix };
  return {
    message: `Twilio gives the code ${twilioCode} for it.`,
    fix: `Ring the parent. What the code means stands at https://www.twilio.com/docs/errors/${twilioCode}.`,
  };
}
