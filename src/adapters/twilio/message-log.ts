import type { Deliveries } from '../../application/follow-up/follow-delivery.ts';
import type {
  DeliveryReport,
  MessageLog,
  OutgoingMessage,
  PageReader,
} from '../../application/ports/gateway.ts';
import { senderIn, type Reply } from '../../domain/contact/reply.ts';
import { asMessageSid, type MessageSid } from '../../domain/delivery/ids.ts';
import { asDeliveryState } from '../../domain/delivery/state.ts';
import { callTwilio, type CallResult, type TwilioConnection } from './client.ts';
import { stopOf } from './failure.ts';
import type { TwilioResources } from './resources.ts';

/** The largest difference to allow between this computer's clock and Twilio's. */
const CLOCK_TOLERANCE_MS = 120_000;

/** Half of Twilio's limit: a page of this size takes a second or two. */
const PAGE_SIZE = 500;

/**
 * Reads delivery states and replies from Twilio's list of messages.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 * @param pageSize 1 to 1000
 */
export function twilioMessageLog(
  connection: TwilioConnection,
  sender: string,
  pageSize = PAGE_SIZE,
): MessageLog {
  const pages = <Item>(
    filter: { readonly from: string } | { readonly to: string },
    since: Date,
    read: (listed: Listed) => readonly Item[],
  ): PageReader<Item> => {
    const from = since.getTime() - CLOCK_TOLERANCE_MS;
    let next: ((twilio: TwilioResources) => Promise<Page | undefined>) | null = async ({
      messages,
    }) => await messages.page({ ...filter, pageSize });
    return async () => {
      const page: Page | undefined =
        next === null ? undefined : valueOrThrow(await callTwilio(connection, next));
      if (page === undefined) return null;
      const oldest = page.instances.at(-1);
      const isLast = oldest === undefined || createdMs(oldest) <= from;
      next = isLast ? null : async () => await page.nextPage();
      return page.instances.filter((each) => createdMs(each) > from).flatMap(read);
    };
  };
  return {
    pageSize,
    sentSince: (since) =>
      pages({ from: sender }, since, (listed) =>
        listed.direction === 'inbound' ? [] : deliveryReports(listed),
      ),
    receivedSince: (since) =>
      pages({ to: sender }, since, (listed) =>
        listed.direction === 'inbound' ? replies(listed) : [],
      ),
    outgoingSince: (since) =>
      pages({ from: sender }, since, (listed) =>
        listed.direction === 'inbound' ? [] : outgoing(listed),
      ),
    one: async (sid) => {
      const result = await callTwilio(
        connection,
        async ({ messages }) => await messages(sid).fetch(),
      );
      if (result.kind === 'refused' && result.httpStatus === 404) return null;
      return deliveryReports(valueOrThrow(result))[0] ?? null;
    },
  };
}

type Page = {
  readonly instances: readonly Listed[];
  readonly nextPage: () => Promise<Page> | undefined;
};

/** The fields that are read of the SDK's type, which declares too many as never null. */
type Listed = {
  readonly sid: string;
  readonly status: string;
  readonly direction: string;
  readonly from: string;
  readonly to: string | null;
  readonly body: string | null;
  readonly numMedia: string | null;
  readonly uri: string;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  readonly dateCreated: Date;
  readonly dateUpdated: Date | null;
};

/** The latest time at which the message can have been created: Twilio gives whole seconds. */
function createdMs({ dateCreated }: Listed): number {
  return dateCreated.getTime() + 1000;
}

function deliveryReports(listed: Listed): readonly DeliveryReport[] {
  const sid = asMessageSid(listed.sid);
  if (sid === null) return [];
  const { status, errorCode, errorMessage, dateCreated, dateUpdated } = listed;
  const state = asDeliveryState(status);
  return [{ sid, state, errorCode, errorText: errorMessage, at: dateUpdated ?? dateCreated }];
}

function outgoing({ sid, to, body, dateCreated }: Listed): readonly OutgoingMessage[] {
  const read = asMessageSid(sid);
  return read === null ? [] : [{ sid: read, to: to ?? '', text: body ?? '', at: dateCreated }];
}

function replies({ sid, from, body, numMedia, uri, dateCreated }: Listed): readonly Reply[] {
  const messageSid: MessageSid | null = asMessageSid(sid);
  if (messageSid === null) return [];
  const media = numMedia === null || numMedia === '0' ? [] : [mediaOf(uri)];
  return [
    {
      sid: messageSid,
      sender: senderIn(from),
      userId: null,
      text: body ?? '',
      button: null,
      media,
      // Only the webhook has it.
      answers: null,
      at: dateCreated,
    },
  ];
}

/** The address at which Twilio lists the media of a message. */
function mediaOf(uri: string): string {
  return `https://api.twilio.com${uri.replace(/\.json$/u, '/Media.json')}`;
}

/** @throws InviteError for anything but a value */
function valueOrThrow<T>(result: CallResult<T>): T {
  if (result.kind === 'ok') return result.value;
  throw stopOf(result);
}

/** The state of one message, by `GET Messages/{Sid}`. */
export function twilioDeliveries(connection: TwilioConnection): Deliveries {
  return {
    of: async (sid) => {
      const result = await callTwilio(
        connection,
        async ({ messages }) => await messages(sid).fetch(),
      );
      if (result.kind !== 'ok') return null;
      const { status, errorCode, errorMessage } = result.value;
      const state = asDeliveryState(status);
      return state === null
        ? null
        : {
            state,
            errorCode: typeof errorCode === 'number' ? errorCode : null,
            errorText: typeof errorMessage === 'string' ? errorMessage : null,
          };
    },
  };
}
