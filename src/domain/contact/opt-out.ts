import { type Recipient, lastTwoDigitsOf } from './recipient.ts';
import type { Phone } from '../record/phone/phone.ts';

/** Who said that nothing is to be sent to a number any more, or where it was found. */
export type OptOutSource = 'operator' | 'import' | 'reply' | 'twilio';

/** Somebody who must not be written to. */
export type OptOut = {
  /** Null once it has been erased; its hash goes on keeping messages from it. */
  readonly phone: Recipient | null;
  /** Null once it has been erased. */
  readonly lastTwoDigits: string | null;
  /** `pending`: a reply that may mean stop waits for the operator, and so do messages. */
  readonly state: OptOutState;
  readonly source: OptOutSource;
  readonly operator: string;
  readonly at: Date;
};

/** An opt-out as the history has it. */
export type OptOutEntry = OptOut & {
  /** Null while it stands. What waited for the operator and was confirmed has ended too. */
  readonly ended: { readonly operator: string; readonly at: Date } | null;
};

export type OptOutState = 'stopped' | 'pending';

/** Twilio's codes for a person who told Twilio or WhatsApp that they want no more. */
const OPTED_OUT_AT_TWILIO: ReadonlySet<number> = new Set([21_610, 63_014]);

export function meansOptOut(twilioCode: number): boolean {
  return OPTED_OUT_AT_TWILIO.has(twilioCode);
}

/**
 * Each person once, by their number where the number behind a user id is known by now. What was said of
 * the number itself comes before what was said under a user id.
 */
export function onePerPerson<OptOutPeriod extends Pick<OptOut, 'phone' | 'lastTwoDigits'>>(
  optOuts: readonly OptOutPeriod[],
  numberBehind: ReadonlyMap<Recipient, Phone>,
): readonly OptOutPeriod[] {
  const told = new Set<Recipient | null>(optOuts.map(({ phone }) => phone));
  return optOuts.flatMap((optOut) => {
    const number = optOut.phone === null ? undefined : numberBehind.get(optOut.phone);
    if (number === undefined) return [optOut];
    if (told.has(number)) return [];
    told.add(number);
    return [{ ...optOut, phone: number, lastTwoDigits: lastTwoDigitsOf(number) }];
  });
}
