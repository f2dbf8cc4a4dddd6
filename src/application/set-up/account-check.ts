import { maySend, notDone, type SetUpDetail } from '../../domain/set-up/set-up.ts';
import type {
  AccountFacts,
  TwilioAnswer,
  Balance,
  Sender,
  AccountSource,
} from '../ports/account-source.ts';
import { InviteError } from '../../domain/problem/problem.ts';

/** Why nothing can be learnt from Twilio, where that is so. */
export function lostOf(asked: TwilioAnswer<unknown>): SetUpDetail | null {
  switch (asked.kind) {
    case 'ok':
      return null;
    case 'unreachable':
      return { code: 'twilio_unreachable' };
    case 'unclear':
      return { code: 'twilio_unclear', httpStatus: asked.httpStatus };
    case 'refused': {
      const { httpStatus, twilioCode, twilioText } = asked;
      return httpStatus === 401 ? { code: 'credentials_refused', twilioCode, twilioText } : null;
    }
  }
}

/** A standard API key reaches all but the account itself, and a fault of Twilio's is none of the set-up. */
export function checkAccount(asked: TwilioAnswer<AccountFacts>): SetUpDetail {
  if (asked.kind === 'refused') return { code: 'account_hidden' };
  if (asked.kind !== 'ok') return notDone('account', 'twilio');
  const { name, status, isTrial } = asked.value;
  if (status !== 'active') return { code: 'account_not_active', name, status };
  return { code: isTrial ? 'account_trial' : 'account_full', name };
}

export function checkBalance(asked: TwilioAnswer<Balance>): SetUpDetail {
  if (asked.kind === 'refused') return { code: 'balance_hidden' };
  if (asked.kind !== 'ok') return notDone('balance', 'twilio');
  return { code: asked.value.amount > 0 ? 'balance_left' : 'balance_gone', ...asked.value };
}

/** What Twilio tells of the sender: the one rule on whether a message may go from it. */
export type SenderFacts = Extract<
  SetUpDetail,
  { readonly code: 'sender_ready' | 'sender_not_ready' | 'sender_unknown' | 'senders_hidden' }
>;

export function checkSender(sender: string, asked: TwilioAnswer<readonly Sender[]>): SenderFacts {
  if (asked.kind !== 'ok') return { code: 'senders_hidden' };
  const entries = asked.value.filter(({ id }) => id === sender);
  const found = entries.find(({ status }) => maySend(status)) ?? entries[0];
  if (found === undefined) {
    return { code: 'sender_unknown', sender, senders: asked.value.map(({ id }) => id) };
  }
  const { status, offlineReasons: reasons = [] } = found;
  return maySend(status)
    ? { code: 'sender_ready', sender, status }
    : { code: 'sender_not_ready', sender, status, reasons };
}

/** Twilio's clock is told to the second, and an answer takes a few on its way. */
export function checkClock(aheadMs: number | null): SetUpDetail {
  if (aheadMs === null) return notDone('clock', 'twilio');
  const aheadSeconds = Math.round(aheadMs / 1000);
  const minutes = Math.abs(aheadMs) / 60_000;
  if (minutes > 10) return { code: 'clock_far_off', aheadSeconds };
  return { code: minutes > 2 ? 'clock_off' : 'clock_right', aheadSeconds };
}

/** What Twilio tells of the account that is sent from; null for what it does not tell. */
export type KnownAccount = {
  readonly account: AccountFacts | null;
  readonly balance: Balance | null;
  /** Left out where nobody was asked. */
  readonly sender?: Exclude<SenderFacts, { readonly code: 'sender_not_ready' }>;
};

/** In these states Twilio takes no message at all. */
const OUT_OF_ORDER: ReadonlySet<string> = new Set(['suspended', 'closed']);

export type AccountFactsPorts = {
  /** Null where whose account it is needs no telling. */
  readonly accountSource: Pick<AccountSource, 'account' | 'balance'> | null;
  readonly senderSource: Pick<AccountSource, 'senders'>;
  /** `whatsapp:` and an E.164 number. */
  readonly sender: string;
};

/**
 * Whose account it is, what is left on it, and whether its sender can send. That Twilio does not tell is no
 * reason to stop: an API key is not told everything. Nor is a sender that is not in the list, since
 * that of the Sandbox never is: where it is a mistake, Twilio refuses the first message and the run ends.
 *
 * @throws InviteError `account_not_active`, `sender_not_ready`
 */
export async function loadAccountFacts({
  accountSource,
  senderSource,
  sender,
}: AccountFactsPorts): Promise<KnownAccount> {
  const [account, balance, senders] = await Promise.all([
    accountSource?.account(),
    accountSource?.balance(),
    senderSource.senders(),
  ]);
  const known = { account: told(account), balance: told(balance) };
  if (known.account !== null && OUT_OF_ORDER.has(known.account.status)) {
    const { name, status } = known.account;
    throw new InviteError({ code: 'account_not_active', name, status });
  }
  const facts = checkSender(sender, senders);
  if (facts.code === 'sender_not_ready') throw new InviteError(facts);
  return { ...known, sender: facts };
}

function told<T>(asked: TwilioAnswer<T> | undefined): T | null {
  return asked?.kind === 'ok' ? asked.value : null;
}
