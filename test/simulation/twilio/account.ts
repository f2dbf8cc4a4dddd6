import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { AttemptId, MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { MessageKey } from '../../../src/domain/message/message.ts';
import type { Reply } from '../../../src/domain/contact/reply.ts';
import { isFurther, type DeliveryState } from '../../../src/domain/delivery/state.ts';

/** How far a message came, and when. */
export type Stage = {
  readonly state: DeliveryState;
  readonly errorCode: number | null;
  readonly at: number;
};

/** A message that Twilio took. */
export type TwilioMessage = {
  readonly sid: MessageSid;
  readonly to: string;
  readonly body: string;
  /** Null for one that somebody sent by hand. */
  readonly key: MessageKey | null;
  readonly attempt: AttemptId | null;
  readonly at: number;
  /** From when on the list shows it; never where that is infinite. */
  readonly shownFrom: number;
  /** The oldest first. */
  readonly stages: readonly Stage[];
};

/** Twilio's own account of things, which is true. */
export type Account = {
  readonly taken: TwilioMessage[];
  readonly received: Reply[];
  /** Those who told Twilio or WhatsApp that they want no more. */
  readonly blocked: Set<Phone>;
};

export function anAccount(): Account {
  return { taken: [], received: [], blocked: new Set() };
}

/** How far a message is by then; null where it has only been taken. */
export function stageAt({ stages }: TwilioMessage, at: number): Stage | null {
  let far: Stage | null = null;
  for (const stage of stages) {
    if (stage.at <= at && isFurther(far?.state ?? null, stage.state)) far = stage;
  }
  return far;
}
