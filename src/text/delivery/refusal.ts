import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import { printableAdvice, type Advice } from '../advice.ts';

/** Twilio's error code in words; a code that nobody here knows is told in Twilio's own. */
export function explainRefusal(twilioCode: number, twilioText: string): Advice {
  const known = refusalOf(twilioCode);
  if (known !== null) return { message: known.meaning, fix: known.fix };
  const told = twilioText.trim().replace(/\.$/u, '');
  return printableAdvice({
    message: `Twilio refused with code ${twilioCode}${told === '' ? '' : `: ${told}`}.`,
    fix: `Look it up at https://www.twilio.com/docs/errors/${twilioCode}.`,
  });
}

/** The code that Twilio gives a message in its books, of which it tells no words beside it. */
export function explainCode(twilioCode: number): Advice {
  const known = refusalOf(twilioCode);
  if (known !== null) return { message: known.meaning, fix: known.fix };
  return {
    message: `Twilio gives the code ${twilioCode} for it.`,
    fix: `Ring the parent. What the code means stands at https://www.twilio.com/docs/errors/${twilioCode}.`,
  };
}
