import type { Refusal } from './refusal-kind.ts';
import { TWILIO_REFUSALS } from './twilio-refusals.ts';
import { WHATSAPP_REFUSALS } from './whatsapp-refusals.ts';

export type { Refusal } from './refusal-kind.ts';

/** What a code of Twilio's means; null for one we do not know, where Twilio's own text has to do. */
export function refusalOf(code: number): Refusal | null {
  return TWILIO_REFUSALS[code] ?? WHATSAPP_REFUSALS[code] ?? null;
}
