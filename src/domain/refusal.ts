import type { Refusal } from './refusal-kind.ts';
import { TWILIO_REFUSALS } from './twilio-refusals.ts';
import { WHATSAPP_REFUSALS } from './whatsapp-refusals.ts';

export type { Refusal } from './refusal-kind.ts';

/** What a code of Twilio's means; null for one we do not know, where Twilio's own text has to do. */
export function refusalOf(code: number): Refusal | null {
  return TWILIO_REFUSALS[code] ?? WHATSAPP_REFUSALS[code] ?? null;
}

/** Whom a refusal stops. What nobody knows may hit everybody, so it pauses the run. */
export function stopsRun(code: number): Refusal['stops'] {
  return refusalOf(code)?.stops ?? 'pause';
}
