import type { Fate } from '../../domain/delivery/fate.ts';
import type { TestMessage } from '../../domain/message/test-message.ts';
import { sendMessages, type Halt, type Sending } from '../send/send-messages.ts';

/** What became of the one message of a test. */
export type SentTest = { readonly fate: Fate; readonly halt: Halt | null };

/**
 * Asks about one test message and sends it on a yes, as any other: approved, written down, paced.
 * There is no way to give it two, nor one for anybody but the operator.
 *
 * @throws InviteError when the ledger fails
 */
export async function sendTestMessage(message: TestMessage, sending: Sending): Promise<SentTest> {
  const planned = { message, remarks: [], siblings: [], replaces: null };
  const plan = { toAsk: [planned], alreadySent: [], onItsWay: [], unknown: [] };
  const { fates, halt } = await sendMessages(plan, sending);
  return { fate: fates.get(message.key) ?? { kind: 'left' }, halt };
}
