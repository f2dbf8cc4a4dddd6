import * as z from 'zod';
import type {
  AccountSource,
  Sender,
  TwilioAnswer,
} from '../../application/ports/account-source.ts';
import type { Clock } from '../../application/ports/clock.ts';
import { callTwilio, type CallResult, type TwilioConnection } from './client.ts';
import { readTemplate } from './template-source.ts';

/** Only these fields, since the response holds the account's token too. */
const ACCOUNT = z.object({
  friendly_name: z.string(),
  status: z.string(),
  type: z.string(),
});
const BALANCE = z.object({
  balance: z.string().regex(/^-?\d+(?:\.\d+)?$/u),
  currency: z.string(),
});
/** Texts for people. A reason in an undocumented form does not hide the sender's status. */
const REASONS = z
  .array(
    z.object({
      code: z.union([z.string(), z.number().transform(String)]).catch(''),
      message: z.string().catch(''),
      moreInfo: z.string().catch(''),
    }),
  )
  .catch([]);
/** A text that Twilio may leave out. One in an undocumented form does not hide the sender's status. */
const TEXT = z.string().min(1).optional().catch(undefined);
const SENDERS = z.array(
  z.object({
    senderId: z.string(),
    status: z.string(),
    offlineReasons: REASONS,
    properties: z.object({ qualityRating: TEXT, messagingLimit: TEXT }).catch({}),
    webhook: z.object({ callbackUrl: TEXT }).catch({}),
  }),
);

const MOST_SENDERS = 1000;
const SENDERS_IN_A_PAGE = 50;

/** The account as Twilio shows it. */
export function twilioAccountSource(given: TwilioConnection, clock: Clock): AccountSource {
  let aheadMs: number | null = null;
  const onTime = (at: Date): void => {
    aheadMs = clock.now().getTime() - at.getTime();
  };
  const connection: TwilioConnection = { ...given, onTime };
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
          return SENDERS.parse(answer).map(senderOf);
        }),
      ),
    messages: async () =>
      asked(
        await callTwilio(connection, async ({ messages }) => {
          await messages.page({ pageSize: 1 });
          return null;
        }),
      ),
    template: async (sid) => asked(await readTemplate(connection, sid)),
    clockAheadMs: () => aheadMs,
  };
}

function senderOf({
  senderId,
  status,
  offlineReasons,
  properties: { qualityRating, messagingLimit },
  webhook: { callbackUrl },
}: z.infer<typeof SENDERS>[number]): Sender {
  return {
    id: senderId,
    status,
    offlineReasons: offlineReasons.map(({ code, message, moreInfo }) => ({
      code,
      text: message,
      moreInfo,
    })),
    quality: qualityRating,
    messagingLimit,
    callbackUrl,
  };
}

function asked<T>(result: CallResult<T>): TwilioAnswer<T> {
  switch (result.kind) {
    case 'ok':
    case 'unreachable':
      return result;
    case 'unknown':
      return { kind: 'unclear', httpStatus: result.httpStatus };
    case 'refused': {
      const { kind, httpStatus, twilioCode, twilioText } = result;
      return { kind, httpStatus, twilioCode, twilioText };
    }
  }
}
