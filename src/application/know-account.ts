import { InviteError } from '../domain/problem.ts';
import type { AccountFacts, AccountSource, Asked, Balance } from './account-source.ts';

/** What Twilio tells of the account that is sent from; null for what it does not tell. */
export type KnownAccount = {
  readonly account: AccountFacts | null;
  readonly balance: Balance | null;
};

export const UNKNOWN_ACCOUNT: KnownAccount = { account: null, balance: null };

/** In these states Twilio takes no message at all. */
const OUT_OF_ORDER: ReadonlySet<string> = new Set(['suspended', 'closed']);

/**
 * Whose account it is, and what is left on it. That Twilio does not tell is no reason to stop: a
 * standard API key is never told.
 *
 * @throws InviteError `account_not_active`
 */
export async function knowAccount(
  source: Pick<AccountSource, 'account' | 'balance'>,
): Promise<KnownAccount> {
  const [account, balance] = await Promise.all([source.account(), source.balance()]);
  const known = { account: told(account), balance: told(balance) };
  if (known.account !== null && OUT_OF_ORDER.has(known.account.status)) {
    const { name, status } = known.account;
    throw new InviteError({ code: 'account_not_active', name, status });
  }
  return known;
}

function told<T>(asked: Asked<T>): T | null {
  return asked.kind === 'told' ? asked.value : null;
}
