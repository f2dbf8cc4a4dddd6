import { meansOptOut } from '../../domain/contact/opt-out.ts';
import type { Outcome } from '../../domain/delivery/outcome.ts';
import type { Message } from '../../domain/message/message.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { OptOuts } from '../ports/contact.ts';

/**
 * Whether the parent has opted out, of all messages or of those about this player. Called last before a
 * message is sent.
 */
export async function isOptedOut(
  message: Message,
  optOuts: Pick<OptOuts, 'blocked'>,
): Promise<boolean> {
  return (await optOuts.blocked([message])).has(message);
}

/**
 * Records an opt-out where Twilio refused the message because the parent opted out at Twilio or
 * WhatsApp.
 */
export async function applyOptOut(
  phone: Phone,
  outcome: Outcome,
  optOuts: Pick<OptOuts, 'add'>,
  at: Date,
): Promise<void> {
  if (outcome.kind === 'refused') await applyTwilioCode(phone, outcome.twilioCode, optOuts, at);
}

/**
 * Records an opt-out where `twilioCode` means one.
 *
 * @returns whether the opt-out is new
 */
export async function applyTwilioCode(
  phone: Phone,
  twilioCode: number,
  optOuts: Pick<OptOuts, 'add'>,
  at: Date,
): Promise<boolean> {
  if (!meansOptOut(twilioCode)) return false;
  const details = { state: 'stopped', source: 'twilio', operator: 'Twilio', at } as const;
  return (await optOuts.add([phone], details)).size > 0;
}
