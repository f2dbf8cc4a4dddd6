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
 * @param twilioCode null where Twilio gives no code
 * @param twilioText '' if there is none
 */
export function explainFailure(twilioCode: number | null, twilioText: string): Advice {
  if (twilioCode === null) {
    return { message: withTwilioText('WhatsApp gave no reason.', twilioText), fix: RING };
  }
  return (
    explainKnown(twilioCode, twilioText) ?? {
      message: unknownCode(`Twilio reports it as failed with code ${twilioCode}`, twilioText),
      fix: `Look the code up at ${pageOf(twilioCode)} before you send more, and ring the parent.`,
    }
  );
}

const RING = 'Ring the parent, or write to them in another way.';

/** The same, for somebody who may send more messages: an unknown reason has to be found first. */
export function explainBeforeMore(twilioCode: number | null, twilioText: string): Advice {
  const { message, fix } = explainFailure(twilioCode, twilioText);
  if (twilioCode === null) return { message, fix: LOOK_AT_MESSAGES };
  if (refusalOf(twilioCode) !== null) return { message, fix };
  return { message, fix: `Look it up at ${pageOf(twilioCode)} before you send more.` };
}

const LOOK_AT_MESSAGES = 'Look at the messages in the Twilio console, under Monitor and Messaging.';

/** Why the message of an attempt was refused or not delivered. */
export function explainAttempt({
  deliveryCode,
  twilioCode,
  twilioText,
}: Pick<Attempt, 'deliveryCode' | 'twilioCode' | 'twilioText'>): Advice {
  const text = twilioText ?? '';
  return twilioCode === null || deliveryCode !== null
    ? explainFailure(deliveryCode, text)
    : explainRefusal(twilioCode, text);
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
  const words = twilioWords(twilioText);
  return words === null ? `${start}.` : `${start}: ${words}.`;
}

function withTwilioText(sentence: string, twilioText: string): string {
  const words = twilioWords(twilioText);
  return words === null ? sentence : `${sentence} Twilio says: “${words}”.`;
}

/** A phone number, however it is grouped. The codes of Twilio have five digits. */
const NUMBER = /\+?\d(?:[\s().-]?\d){6,}/gu;

/**
 * Twilio's or WhatsApp's own words, safe to print and without phone numbers, which must not reach a file
 * or a log; null if there are none.
 */
export function twilioWords(twilioText: string | null): string | null {
  const words = printable((twilioText ?? '').trim().replace(/\.$/u, '')).replaceAll(NUMBER, '…');
  return words === '' ? null : words;
}
