import type { Message } from '../domain/message.ts';
import { meansOptOut } from '../domain/opt-out.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { OptOuts } from './people-ports.ts';

/** Whether the parent has said stop, asked at the last moment before a message would go. */
export async function isOptedOut(
  { invite }: Message,
  optOuts: Pick<OptOuts, 'has'>,
): Promise<boolean> {
  return (await optOuts.has([invite.parent.phone])).size > 0;
}

/** Where Twilio refuses since the parent told it or WhatsApp to, nothing is offered to them again. */
export async function noteOptOut(
  { invite }: Message,
  outcome: Outcome,
  optOuts: Pick<OptOuts, 'add'>,
  at: Date,
): Promise<void> {
  if (outcome.kind !== 'refused' || !meansOptOut(outcome.twilioCode)) return;
  const said = { state: 'stopped', source: 'twilio', operator: 'Twilio', at } as const;
  await optOuts.add([invite.parent.phone], said);
}
