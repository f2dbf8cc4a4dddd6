import { familiesOf } from './list.ts';
import type { InviteeKey, Message, MessageKey } from './message.ts';
import { provesNothingWent, type Attempt } from './outcome.ts';

/** What the ledger knows of the messages of a list. */
export type LedgerView = {
  readonly byKey: ReadonlyMap<MessageKey, Attempt>;
  /** The same player, parent and season, invited with another template. */
  readonly otherTemplate: ReadonlyMap<InviteeKey, Attempt>;
};

/** Something about one message that the operator must see before the question. */
export type Remark =
  | { readonly kind: 'refused_before'; readonly attempt: Attempt }
  | { readonly kind: 'invited_with_other_template'; readonly attempt: Attempt };

export type PlannedMessage = {
  readonly message: Message;
  readonly remarks: readonly Remark[];
  /** The others for the same phone, in the order they will be asked. */
  readonly siblings: readonly Message[];
};

type KnownMessage = { readonly message: Message; readonly attempt: Attempt };

/** Who gets a message, who does not, and why: plain data that a person can read before anything happens. */
export type Plan = {
  readonly toAsk: readonly PlannedMessage[];
  readonly alreadySent: readonly KnownMessage[];
  /** Nobody knows whether these went; they are not sent again. */
  readonly unknown: readonly KnownMessage[];
};

export function makePlan(messages: readonly Message[], ledger: LedgerView): Plan {
  const toAsk: PlannedMessage[] = [];
  const alreadySent: KnownMessage[] = [];
  const unknown: KnownMessage[] = [];
  for (const family of familiesOf(messages)) {
    for (const message of family.messages) {
      const attempt = ledger.byKey.get(message.key);
      if (attempt === undefined || provesNothingWent(attempt.state)) {
        const siblings = family.messages.filter((other) => other !== message);
        toAsk.push({ message, remarks: remarksOn(message, attempt, ledger), siblings });
      } else if (attempt.state === 'accepted') alreadySent.push({ message, attempt });
      else unknown.push({ message, attempt });
    }
  }
  return { toAsk, alreadySent, unknown };
}

function remarksOn(
  message: Message,
  attempt: Attempt | undefined,
  ledger: LedgerView,
): readonly Remark[] {
  const remarks: Remark[] = [];
  if (attempt?.state === 'refused') remarks.push({ kind: 'refused_before', attempt });
  const other = ledger.otherTemplate.get(message.inviteeKey);
  if (other !== undefined) remarks.push({ kind: 'invited_with_other_template', attempt: other });
  return remarks;
}
