import type { Message } from '../domain/message.ts';
import type { SendFate } from './send-approved.ts';

/** What is told while messages go out. */
export type SendEvent =
  | { readonly kind: 'sent'; readonly message: Message; readonly fate: SendFate }
  /** Every question is answered, and this many messages are still on their way. */
  | { readonly kind: 'waiting'; readonly count: number };
