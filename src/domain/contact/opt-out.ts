import type { Phone } from '../record/phone/phone.ts';
import { type Recipient, lastTwoDigitsOf } from './recipient.ts';

/** How an opt-out was recorded. */
export type OptOutSource = 'operator' | 'import' | 'reply' | 'twilio';

/** A recipient who must not be sent messages. */
export type OptOut = {
  /** Null after erasure. The hash is kept, and still blocks messages. */
  readonly phone: Recipient | null;
  /** Null after erasure. */
  readonly lastTwoDigits: string | null;
  /** `pending`: a reply may be a request to stop. Messages are blocked until the operator decides. */
  readonly state: OptOutState;
  readonly source: OptOutSource;
  readonly operator: string;
  readonly at: Date;
  /** Set where only messages about this player are blocked; null after erasure. */
  readonly player?: string | null;
  /** The reason, as the operator gave it. */
  readonly why?: string;
};

/** Whether it blocks every message to its recipient, and not only those about one player. */
export function isForEveryPlayer({ player }: Pick<OptOut, 'player'>): boolean {
  return player === undefined;
}

/** An opt-out in the history. */
export type OptOutEntry = OptOut & {
  /** Null while it is in force. A pending opt-out also ends when the operator confirms it. */
  readonly ended: { readonly operator: string; readonly at: Date } | null;
};

export type OptOutState = 'stopped' | 'pending';

/** Twilio's error codes for recipients who opted out at Twilio or WhatsApp. */
const OPTED_OUT_AT_TWILIO: ReadonlySet<number> = new Set([21_610, 63_014]);

export function meansOptOut(twilioCode: number): boolean {
  return OPTED_OUT_AT_TWILIO.has(twilioCode);
}

/**
 * Removes duplicates where the number of a user id has become known. An opt-out of the number takes
 * precedence over one of the user id.
 */
export function onePerPerson<
  OptOutPeriod extends Pick<OptOut, 'phone' | 'lastTwoDigits' | 'player'>,
>(
  optOuts: readonly OptOutPeriod[],
  numberBehind: ReadonlyMap<Recipient, Phone>,
): readonly OptOutPeriod[] {
  const seen = new Set<Recipient | null>(
    optOuts.filter(isForEveryPlayer).map(({ phone }) => phone),
  );
  return optOuts.flatMap((optOut) => {
    const number = optOut.phone === null ? undefined : numberBehind.get(optOut.phone);
    if (number === undefined) return [optOut];
    if (seen.has(number)) return [];
    seen.add(number);
    return [{ ...optOut, phone: number, lastTwoDigits: lastTwoDigitsOf(number) }];
  });
}
