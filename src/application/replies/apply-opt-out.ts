import type { Message } from '../../domain/message/message.ts';
import { meansOptOut } from '../../domain/contact/opt-out.ts';
import type { Outcome } from '../../domain/delivery/outcome.ts';
import type { Phone } from '../../domain/record/phone/phone.ts';
import type { OptOuts } from '../ports/contact.ts';

/** Whether the parent has said stop, asked at the last moment before a message would go. */
export async function isOptedOut(
  { invite }: Message,
  optOuts: Pick<OptOuts, 'has'>,
): Promise<boolean> {
  return (await optOuts.has([invite.parent.phone])).size > 0;
}

/** Where Twilio refuses since the parent told it or WhatsApp to, nothing is offered to them again. */
export async function applyOptOut(
  phone: Phone,
  outcome: Outcome,
  optOuts: Pick<OptOuts, 'add'>,
  at: Date,
): Promise<void> {
  if (outcome.kind === 'refused') await applyTwilioCode(phone, outcome.twilioCode, optOuts, at);
}

/** The same, by the code alone; whether it was news. */
export async function applyTwilioCode(
  phone: Phone,
  twilioCode: number,
  optOuts: Pick<OptOuts, 'add'>,
  at: Date,
): Promise<boolean> {
  if (!meansOptOut(twilioCode)) return false;
  const said = { state: 'stopped', source: 'twilio', operator: 'Twilio', at } as const;
  return (await optOuts.add([phone], said)).size > 0;
}
