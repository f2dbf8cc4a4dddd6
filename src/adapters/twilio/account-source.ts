import * as z from 'zod';
import type { AccountSource, Asked } from '../../application/account-source.ts';
import type { Clock } from '../../application/ports.ts';
import { InviteError } from '../../domain/problem.ts';
import { connectToTwilio, type TwilioClient, type TwilioConnection } from './client.ts';
import { failureOf } from './failure.ts';
import { readTemplate } from './read-template.ts';

/** Picked out of the answer, which holds the account's token too. */
const ACCOUNT = z.object({
  friendlyName: z.string(),
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

/** What Twilio knows of the account, read through the real SDK. */
export function twilioAccountSource(connection: TwilioConnection, clock: Clock): AccountSource {
  const { accountSid } = connection.credentials;
  let aheadMs: number | null = null;
  const heard = (at: Date): void => {
    aheadMs = clock.now().getTime() - at.getTime();
  };
  let connected: Promise<TwilioClient> | null = null;
  const client = async (): Promise<TwilioClient> =>
    await (connected ??= connectToTwilio({ ...connection, heard }));
  return {
    account: async () =>
      await asked(async () => {
        const answer = await (await client()).api.v2010.accounts(accountSid).fetch();
        const { friendlyName, status, type } = ACCOUNT.parse(answer);
        return { name: friendlyName, status, isTrial: type === 'Trial' };
      }),
    balance: async () =>
      await asked(async () => {
        const answer = await (await client()).api.v2010.accounts(accountSid).balance.fetch();
        const { balance, currency } = BALANCE.parse(answer);
        return { amount: Number(balance), currency };
      }),
    senders: async () =>
      await asked(async () => {
        const { channelsSenders } = (await client()).messaging.v2;
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
    template: async (sid) => await asked(async () => await readTemplate(await client(), sid)),
    clockAheadMs: () => aheadMs,
  };
}

async function asked<T>(call: () => Promise<T>): Promise<Asked<T>> {
  try {
    return { kind: 'told', value: await call() };
  } catch (error) {
    // A setting that keeps the SDK from being built is no answer of Twilio's.
    if (error instanceof InviteError) throw error;
    const failure = failureOf(error);
    if (failure.kind === 'unknown') return { kind: 'unclear', httpStatus: failure.httpStatus };
    return failure;
  }
}
