import { InviteError } from '../../domain/problem/problem.ts';
import type { AccountFacts, AccountSource, Asked, Balance } from '../ports/account-source.ts';
import { checkSender, type SenderFacts } from './account-check.ts';

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

function told<T>(asked: Asked<T> | undefined): T | null {
  return asked?.kind === 'ok' ? asked.value : null;
}
