import type { Reply } from '../../../src/domain/contact/reply.ts';
import type { AttemptId, MessageSid } from '../../../src/domain/delivery/ids.ts';
import { isFurther, type DeliveryState } from '../../../src/domain/delivery/state.ts';
import type { MessageKey } from '../../../src/domain/message/message.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';

/** A delivery state of a message, and when it is reached. */
export type Stage = {
  readonly state: DeliveryState;
  readonly errorCode: number | null;
  readonly at: number;
};

/** A message that Twilio accepted. */
export type TwilioMessage = {
  readonly sid: MessageSid;
  readonly to: string;
  readonly body: string;
  /** Null for a message sent by hand. */
  readonly key: MessageKey | null;
  readonly attempt: AttemptId | null;
  readonly at: number;
  /** When the list starts to show it; Infinity means never. */
  readonly shownFrom: number;
  /** The oldest first. */
  readonly stages: readonly Stage[];
};

/** Twilio's side, which the checks take as the truth. */
export type Account = {
  readonly taken: TwilioMessage[];
  readonly received: Reply[];
  /** Numbers that opted out at Twilio or blocked the club on WhatsApp. */
  readonly blocked: Set<Phone>;
};

export function anAccount(): Account {
  return { taken: [], received: [], blocked: new Set() };
}

/** The furthest state of a message at that time; null before the first. */
export function stageAt({ stages }: TwilioMessage, at: number): Stage | null {
  let far: Stage | null = null;
  for (const stage of stages) {
    if (stage.at <= at && isFurther(far?.state ?? null, stage.state)) far = stage;
  }
  return far;
}
