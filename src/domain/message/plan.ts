import { familiesOf } from '../list/list-check.ts';
import { digestOf, type InviteeKey, type Message, type MessageKey } from './message.ts';
import type { Attempt } from '../delivery/outcome.ts';
import { allowsNewAttempt } from '../delivery/state.ts';

/** What the ledger knows of the messages of a list. */
export type LedgerView = {
  readonly byKey: ReadonlyMap<MessageKey, Attempt>;
  /** The same player, parent and season, invited with another template. */
  readonly otherTemplate: ReadonlyMap<InviteeKey, Attempt>;
};

/** Something about one message that the operator must see before the question. */
export type Remark =
  | { readonly kind: 'refused_before'; readonly attempt: Attempt }
  /** Said yes to, and never sent. */
  | { readonly kind: 'approved_before'; readonly attempt: Attempt }
  /** Nobody knows whether it went then, and Twilio shows none. */
  | { readonly kind: 'perhaps_sent_before'; readonly at: Date }
  | { readonly kind: 'invited_with_other_template'; readonly attempt: Attempt };

export type PlannedMessage = {
  readonly message: Message;
  readonly remarks: readonly Remark[];
  /** The others for the same phone, in the order they will be asked. */
  readonly siblings: readonly Message[];
  /** The attempt of unknown outcome that a yes stands in for. */
  readonly replaces: Attempt | null;
};

type KnownMessage = { readonly message: Message; readonly attempt: Attempt };

/** Who gets a message, who does not, and why: plain data that a person can read before anything happens. */
export type Plan = {
  /** Those of unknown outcome first: each is a question of its own. */
  readonly toAsk: readonly PlannedMessage[];
  readonly alreadySent: readonly KnownMessage[];
  /** Somebody said yes, and another run or a worker is to send them. */
  readonly onItsWay: readonly KnownMessage[];
  /** Nobody knows whether these went; they are not sent again. */
  readonly unknown: readonly KnownMessage[];
};

export function makePlan(messages: readonly Message[], ledger: LedgerView): Plan {
  const toAsk: PlannedMessage[] = [];
  const alreadySent: KnownMessage[] = [];
  const onItsWay: KnownMessage[] = [];
  const unknown: KnownMessage[] = [];
  for (const family of familiesOf(messages)) {
    for (const message of family.messages) {
      const attempt = ledger.byKey.get(message.key);
      if (attempt === undefined || allowsNewAttempt(attempt.state) || wasSoughtInVain(attempt)) {
        toAsk.push({
          message,
          remarks: remarksOn(message, attempt, ledger),
          siblings: family.messages.filter((other) => other !== message),
          replaces: attempt !== undefined && wasSoughtInVain(attempt) ? attempt : null,
        });
      } else if (attempt.state === 'accepted') alreadySent.push({ message, attempt });
      else if (attempt.state === 'approved') onItsWay.push({ message, attempt });
      else unknown.push({ message, attempt });
    }
  }
  const isFirst = ({ replaces }: PlannedMessage): boolean => replaces !== null;
  return {
    toAsk: [...toAsk.filter(isFirst), ...toAsk.filter((planned) => !isFirst(planned))],
    alreadySent,
    onItsWay,
    unknown,
  };
}

/** Those that were sent with other values than the list has now, or with another text. */
export function sentOtherwise({ alreadySent }: Plan): Plan['alreadySent'] {
  return alreadySent.filter(({ message, attempt }) => digestOf(message) !== attempt.digest);
}

/** Only what Twilio was asked for and does not have may be offered once more, and nothing that may be it. */
function wasSoughtInVain({ state, soughtAt, candidate }: Attempt): boolean {
  return state === 'unknown' && soughtAt !== null && candidate === undefined;
}

function remarksOn(
  message: Message,
  attempt: Attempt | undefined,
  ledger: LedgerView,
): readonly Remark[] {
  const remarks: Remark[] = [];
  if (attempt?.state === 'refused') remarks.push({ kind: 'refused_before', attempt });
  if (attempt?.state === 'lapsed') remarks.push({ kind: 'approved_before', attempt });
  const perhapsSentAt = attempt?.state === 'unknown' ? attempt.at : attempt?.perhapsSentAt;
  if (perhapsSentAt) remarks.push({ kind: 'perhaps_sent_before', at: perhapsSentAt });
  const other = ledger.otherTemplate.get(message.inviteeKey);
  if (other !== undefined) remarks.push({ kind: 'invited_with_other_template', attempt: other });
  return remarks;
}
