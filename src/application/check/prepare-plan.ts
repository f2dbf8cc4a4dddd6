import type { Message } from '../../domain/message/message.ts';
import { makePlan, type Plan } from '../../domain/message/plan.ts';
import type { Ledger } from '../ports/ports.ts';

/** What is to be done about each message of a list, given what the ledger knows. */
export async function preparePlan(messages: readonly Message[], ledger: Ledger): Promise<Plan> {
  return makePlan(messages, await ledger.view(messages));
}
