import type { SendFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';

/** What is told while messages go out. */
export type SendEvent =
  | { readonly kind: 'sent'; readonly message: Message; readonly fate: SendFate }
  /** Twilio did not process the message, and it is tried again after so many seconds. */
  | {
      readonly kind: 'retrying';
      readonly message: Message;
      readonly seconds: number;
      /** The number of the try to come. */
      readonly tryNumber: number;
      readonly of: number;
    }
  /** Nothing went, since the yes is too old: it is asked for again, in this run or in another. */
  | { readonly kind: 'too_old'; readonly message: Message; readonly isAskedAgain: boolean }
  /** The next message may not go any sooner, since it is for a number that was just written to. */
  | { readonly kind: 'waiting_for_pace'; readonly message: Message; readonly seconds: number }
  /** Every question is answered, and this many messages are still on their way. */
  | { readonly kind: 'waiting'; readonly count: number };
