import type { SendingHalt } from '../../domain/policy/sending-halt.ts';
import type { Advice } from '../advice.ts';
import { explainBeforeMore } from './refusal.ts';

/** Why the service sends nothing, and how it sends again. */
export function explainHalt({ twilioCode }: SendingHalt): Advice {
  const { message, fix } = explainBeforeMore(twilioCode, '');
  return {
    message: `Sending is halted, because the last messages were not delivered. ${message} Nothing was sent.`,
    fix: `${fix} Then send one message with "urmston-invite send": once it is on its way, the service sends again.`,
  };
}
