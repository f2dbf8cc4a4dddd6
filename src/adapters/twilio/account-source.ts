import * as z from 'zod';
import type { AccountSource, Asked } from '../../application/ports/account-source.ts';
import type { Clock } from '../../application/ports/ports.ts';
import { callTwilio, type Called, type TwilioConnection } from './client.ts';
import { readTemplate } from './template-source.ts';

/** Picked out of the answer, which holds the account's token too. */
const ACCOUNT = z.object({
  friendly_name: z.string(),
  status: z.string(),
  type: z.string(),
});
const BALANCE = z.object({
  balance: z.string().regex(/^-?\d+(?:\.\d+)?$/u),
  currency: z.string(),
});
/** Texts for a person; what Twilio gives in another form than it says is no reason to know nothing. */
const REASONS = z
  .array(
    z.object({
      code: z.union([z.string(), z.number().transform(String)]).catch(''),
      message: z.string().catch(''),
      moreInfo: z.string().catch(''),
    }),
  )
  .catch([]);
const SENDERS = z.array(
  z.object({ senderId: z.string(), status: z.string(), offlineReasons: REASONS }),
);

/** More than any club has. */
const MOST_SENDERS = 1000;
const SENDERS_IN_A_PAGE = 50;

/** What Twilio knows of the account. */
export function twilioAccountSource(given: TwilioConnection, clock: Clock): AccountSource {
  let aheadMs: number | null = null;
  const heard = (at: Date): void => {
    aheadMs = clock.now().getTime() - at.getTime();
  };
  const connection: TwilioConnection = { ...given, heard };
  return {
    account: async () =>
      asked(
        await callTwilio(connection, async (twilio) => {
          const { friendly_name: name, status, type } = ACCOUNT.parse(await twilio.account());
          return { name, status, isTrial: type === 'Trial' };
        }),
      ),
    balance: async () =>
      asked(
        await callTwilio(connection, async (twilio) => {
          const { balance, currency } = BALANCE.parse(await twilio.balance.fetch());
          return { amount: Number(balance), currency };
        }),
      ),
    senders: async () =>
      asked(
        await callTwilio(connection, async ({ channelsSenders }) => {
          const answer = await channelsSenders.list({
            channel: 'whatsapp',
            pageSize: SENDERS_IN_A_PAGE,
            limit: MOST_SENDERS,
          });
          return SENDERS.parse(answer).map(({ senderId, status, offlineReasons }) => ({
            id: senderId,
            status,
            offlineReasons: offlineReasons.map(({ code, message, moreInfo }) => ({
              code,
              text: message,
              moreInfo,
            })),
          }));
        }),
      ),
    template: async (sid) => asked(await readTemplate(connection, sid)),
    clockAheadMs: () => aheadMs,
  };
}

function asked<T>(called: Called<T>): Asked<T> {
  switch (called.kind) {
    case 'told':
    case 'unreachable':
      return called;
    case 'unknown':
      return { kind: 'unclear', httpStatus: called.httpStatus };
    case 'refused': {
      const { kind, httpStatus, twilioCode, twilioText } = called;
      return { kind, httpStatus, twilioCode, twilioText };
    }
  }
}
