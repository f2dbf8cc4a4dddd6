import type { Account } from '../account.ts';
import { json, refusal, type Answer } from './answer.ts';
import { rfc2822 } from './twilio-date.ts';

/** GET /2010-04-01/Accounts/{AC}. As at Twilio, the token is in it: whoever reads this must drop it. */
function showAccount({ accountSid, authToken, profile, openedAt }: Account): Answer {
  const uri = `/2010-04-01/Accounts/${accountSid}`;
  return json(200, {
    auth_token: authToken,
    date_created: rfc2822(openedAt),
    date_updated: rfc2822(openedAt),
    friendly_name: profile.friendlyName,
    owner_account_sid: accountSid,
    sid: accountSid,
    status: profile.status,
    subresource_uris: {
      balance: `${uri}/Balance.json`,
      messages: `${uri}/Messages.json`,
    },
    type: profile.type,
    uri: `${uri}.json`,
  });
}

/** GET /2010-04-01/Accounts/{AC}/Balance. */
function showBalance({ accountSid, profile }: Account): Answer {
  return json(200, {
    account_sid: accountSid,
    balance: profile.balance,
    currency: profile.currency,
  });
}

/** Both of them can be read alone, and by the account's own token alone. */
export function answerForAccount(
  method: string,
  what: 'account' | 'balance',
  byToken: boolean,
  account: Account,
): Answer {
  if (!byToken) return refusal(20003);
  if (method !== 'GET') return refusal(20004);
  return what === 'account' ? showAccount(account) : showBalance(account);
}
