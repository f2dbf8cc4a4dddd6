import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import type { Attempt } from '../../domain/delivery/outcome.ts';
import type { Advice } from '../advice.ts';
import { printable } from '../format.ts';

/**
 * Why Twilio refused a message, with Twilio's own words.
 *
 * @param twilioText Twilio's message, '' if there is none
 */
export function explainRefusal(twilioCode: number, twilioText: string): Advice {
  return (
    explainKnown(twilioCode, twilioText) ?? {
      message: unknownCode(`Twilio refused with code ${twilioCode}`, twilioText),
      fix: `Look it up at ${pageOf(twilioCode)}.`,
    }
  );
}

/**
 * Why a message that Twilio accepted was not delivered, with Twilio's or WhatsApp's own words.
 *
 * @param twilioText '' if there is none
 */
export function explainFailure(twilioCode: number, twilioText: string): Advice {
  return (
    explainKnown(twilioCode, twilioText) ?? {
      message: unknownCode(`Twilio reports it as failed with code ${twilioCode}`, twilioText),
      fix: `Look the code up at ${pageOf(twilioCode)} before you send more, and ring the parent.`,
    }
  );
}

/** Why the message of an attempt was refused or not delivered; null if Twilio gave no code. */
export function explainAttempt(
  attempt: Pick<Attempt, 'deliveryCode' | 'twilioCode' | 'twilioText'>,
): Advice | null {
  const text = attempt.twilioText ?? '';
  if (attempt.deliveryCode !== null) return explainFailure(attempt.deliveryCode, text);
  return attempt.twilioCode === null ? null : explainRefusal(attempt.twilioCode, text);
}

function explainKnown(twilioCode: number, twilioText: string): Advice | null {
  const known = refusalOf(twilioCode);
  return known === null
    ? null
    : { message: withTwilioText(known.meaning, twilioText), fix: known.fix };
}

function pageOf(twilioCode: number): string {
  return `https://www.twilio.com/docs/errors/${twilioCode}`;
}

function unknownCode(start: string, twilioText: string): string {
  const words = printableTwilioText(twilioText);
  return words === null ? `${start}.` : `${start}: ${words}.`;
}

function withTwilioText(sentence: string, twilioText: string): string {
  const words = printableTwilioText(twilioText);
  return words === null ? sentence : `${sentence} Twilio says: “${words}”.`;
}

/** A phone number, however it is grouped. The codes of Twilio have five digits. */
const NUMBER = /\+?\d(?:[\s().-]?\d){6,}/gu;

/**
 * Twilio's or WhatsApp's own words, safe to print and without phone numbers, which must not reach a file
 * or a log; null if there are none.
 */
function printableTwilioText(twilioText: string | null): string | null {
  const words = printable((twilioText ?? '').trim().replace(/\.$/u, '')).replaceAll(NUMBER, '…');
  return words === '' ? null : words;
}
