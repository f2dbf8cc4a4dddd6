import { InviteError } from '../../domain/problem/problem.ts';
import { refusedAccess } from '../../domain/set-up/refused-access.ts';
import { SANDBOX_SENDER } from '../../domain/set-up/sender-properties.ts';
import { maySend } from '../../domain/set-up/sender-status.ts';
import { notDone, type SetUpDetail } from '../../domain/set-up/set-up.ts';
import type {
  AccountFacts,
  TwilioAnswer,
  Balance,
  Sender,
  AccountSource,
} from '../ports/account-source.ts';
import { checkSenderDetails, type SenderExpectations } from './sender-details.ts';

type Refused = Extract<TwilioAnswer<unknown>, { readonly kind: 'refused' }>;

/** Why Twilio cannot be used at all; null where it can, though a key may lack a permission. */
export function connectionProblem(answer: TwilioAnswer<unknown>): SetUpDetail | null {
  switch (answer.kind) {
    case 'ok':
      return null;
    case 'unreachable':
      return { code: 'twilio_unreachable' };
    case 'unclear':
      return { code: 'twilio_unclear', httpStatus: answer.httpStatus };
    case 'refused':
      return refusedAccess(answer) === 'credentials'
        ? { ...refusalIn(answer), code: 'credentials_refused' }
        : suspension(answer);
  }
}

/** The finding for an account that is suspended or closed; null for any other refusal. */
function suspension(answer: Refused): SetUpDetail | null {
  return refusedAccess(answer) === 'account'
    ? { ...refusalIn(answer), code: 'account_suspended' }
    : null;
}

function refusalIn({
  twilioCode,
  twilioText,
}: Refused): Pick<Refused, 'twilioCode' | 'twilioText'> {
  return { twilioCode, twilioText };
}

/**
 * A standard API key cannot read the account itself, and a server error at Twilio is not a fault of the
 * set-up.
 */
export function checkAccount(answer: TwilioAnswer<AccountFacts>): SetUpDetail {
  if (answer.kind === 'refused') return suspension(answer) ?? { code: 'account_hidden' };
  if (answer.kind !== 'ok') return notDone('account', 'twilio');
  const { name, status, isTrial } = answer.value;
  if (status !== 'active') return { code: 'account_not_active', name, status };
  return { code: isTrial ? 'account_trial' : 'account_full', name };
}

export function checkBalance(answer: TwilioAnswer<Balance>): SetUpDetail {
  if (answer.kind === 'refused') return { code: 'balance_hidden' };
  if (answer.kind !== 'ok') return notDone('balance', 'twilio');
  return { code: answer.value.amount > 0 ? 'balance_left' : 'balance_gone', ...answer.value };
}

/** Whether `status` can ask for the messages. */
export function checkMessages(answer: TwilioAnswer<null>): SetUpDetail {
  if (answer.kind === 'ok') return { code: 'messages_shown' };
  return answer.kind === 'refused' && refusedAccess(answer) === 'permission'
    ? { code: 'messages_hidden' }
    : notDone('messages', 'twilio');
}

/** The state of the sender. All checks of the sender use this type. */
export type SenderFacts = Extract<
  SetUpDetail,
  {
    readonly code:
      | 'sender_ready'
      | 'sender_not_ready'
      | 'sender_unknown'
      | 'sender_sandbox'
      | 'senders_hidden';
  }
>;

export function checkSender(sender: string, answer: TwilioAnswer<readonly Sender[]>): SenderFacts {
  if (sender === SANDBOX_SENDER) return { code: 'sender_sandbox' };
  if (answer.kind !== 'ok') {
    const isNotPermitted = answer.kind === 'refused' && refusedAccess(answer) === 'permission';
    return { code: 'senders_hidden', because: isNotPermitted ? 'permission' : 'no_answer' };
  }
  const found = senderIn(answer.value, sender);
  if (found === undefined) {
    return { code: 'sender_unknown', sender, senders: answer.value.map(({ id }) => id) };
  }
  const { status, offlineReasons: reasons = [] } = found;
  return maySend(status)
    ? { code: 'sender_ready', sender, status }
    : { code: 'sender_not_ready', sender, status, reasons };
}

/** The entry of a sender that is listed more than once is one from which it can send. */
function senderIn(senders: readonly Sender[], sender: string): Sender | undefined {
  const entries = senders.filter(({ id }) => id === sender);
  return entries.find(({ status }) => maySend(status)) ?? entries[0];
}

/** What else Twilio shows of the sender; nothing for one that it does not list. */
export function checkSenderProperties(
  sender: string,
  answer: TwilioAnswer<readonly Sender[]>,
  expected: SenderExpectations,
): readonly SetUpDetail[] {
  const found = answer.kind === 'ok' ? senderIn(answer.value, sender) : undefined;
  return found === undefined ? [] : checkSenderDetails(found, expected);
}

/** Twilio's clock has a resolution of one second, and a response takes a few seconds. */
export function checkClock(aheadMs: number | null): SetUpDetail {
  if (aheadMs === null) return notDone('clock', 'twilio');
  const aheadSeconds = Math.round(aheadMs / 1000);
  const minutes = Math.abs(aheadMs) / 60_000;
  if (minutes > 10) return { code: 'clock_far_off', aheadSeconds };
  return { code: minutes > 2 ? 'clock_off' : 'clock_right', aheadSeconds };
}

/** The account and its balance; null for what Twilio does not return. */
export type KnownAccount = {
  readonly account: AccountFacts | null;
  readonly balance: Balance | null;
  /** Absent where it was not asked for. */
  readonly sender?: Exclude<SenderFacts, { readonly code: 'sender_not_ready' }>;
  /** The sender's quality, limit and webhook; none where Twilio does not show them. */
  readonly senderDetails?: readonly SetUpDetail[];
};

/** How many people a run may write to in 24 hours: WhatsApp's limit counts where it is smaller. */
export function dailyLimitWith(
  { senderDetails = [] }: Pick<KnownAccount, 'senderDetails'>,
  dailyLimit: number,
): number {
  const smaller = senderDetails.find(({ code }) => code === 'limit_smaller');
  return smaller?.code === 'limit_smaller' ? smaller.people : dailyLimit;
}

/** In these states Twilio accepts no messages. */
const UNUSABLE_STATUSES: ReadonlySet<string> = new Set(['suspended', 'closed']);

export type AccountFactsPorts = SenderExpectations & {
  /** Null where the account is not shown. */
  readonly accountSource: Pick<AccountSource, 'account' | 'balance'> | null;
  readonly senderSource: Pick<AccountSource, 'senders'>;
  /** `whatsapp:` and an E.164 number. */
  readonly sender: string;
};

/**
 * Loads the account's name, its balance and the state of its sender. Missing values do not stop a run:
 * an API key may not be allowed to read them. Neither does a sender that is not in the list: the
 * Sandbox sender never is, and where the setting is wrong, Twilio refuses the first message and the run
 * ends.
 *
 * @throws InviteError `account_not_active`, `sender_not_ready`, and `twilio_refused` for an account that
 *   is suspended or closed
 */
export async function loadAccountFacts({
  accountSource,
  senderSource,
  sender,
  ...expected
}: AccountFactsPorts): Promise<KnownAccount> {
  const [account, balance, senders] = await Promise.all([
    accountSource?.account(),
    accountSource?.balance(),
    senderSource.senders(),
  ]);
  for (const answer of [account, senders]) {
    if (answer?.kind === 'refused' && refusedAccess(answer) === 'account') {
      throw new InviteError({ ...refusalIn(answer), code: 'twilio_refused' });
    }
  }
  const known = { account: valueOrNull(account), balance: valueOrNull(balance) };
  if (known.account !== null && UNUSABLE_STATUSES.has(known.account.status)) {
    const { name, status } = known.account;
    throw new InviteError({ code: 'account_not_active', name, status });
  }
  const facts = checkSender(sender, senders);
  if (facts.code === 'sender_not_ready') throw new InviteError(facts);
  const senderDetails = checkSenderProperties(sender, senders, expected);
  return { ...known, sender: facts, senderDetails };
}

function valueOrNull<T>(answer: TwilioAnswer<T> | undefined): T | null {
  return answer?.kind === 'ok' ? answer.value : null;
}
