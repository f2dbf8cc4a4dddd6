import { whatsappAddress } from '../../../domain/contact/recipient.ts';
import { asPhone } from '../../../domain/record/phone/phone.ts';
import { REPLY } from '../documents.ts';
import { messagesTo, repliesList } from '../layout.ts';
import type { LedgerContext } from '../ledger-context.ts';
import { userIds } from '../people/user-ids.ts';
import { flatten } from '../port/change-item.ts';

/** The number of people of a mode who wrote and have no message in the ledger. */
export async function countStrangers(context: LedgerContext): Promise<number> {
  const { store, mode, read } = context;
  const ids = userIds(context);
  const isStranger = new Map<string, boolean>();
  for await (const stored of flatten(store.query('list', repliesList(mode)))) {
    const { sender, matched, answers } = read(REPLY, stored.doc);
    if (isStranger.has(sender)) continue;
    const number =
      asPhone(sender) ?? matched?.phone ?? (await ids.numberBehind(sender, answers)) ?? null;
    isStranger.set(sender, number === null || !(await hasMessage(context, number)));
  }
  return [...isStranger.values()].filter((stranger) => stranger).length;
}

async function hasMessage({ store, mode }: LedgerContext, number: string): Promise<boolean> {
  const to = messagesTo(mode, whatsappAddress(number));
  const messages = await Array.fromAsync(flatten(store.query('person', to)));
  return messages.length > 0;
}
