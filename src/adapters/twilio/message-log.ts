import type {
  DeliveryReport,
  MessageLog,
  PageReader,
} from '../../application/ports/twilio-ports.ts';
import { asMessageSid, type MessageSid } from '../../domain/delivery/ids.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import { asDeliveryState } from '../../domain/delivery/state.ts';
import { callTwilio, type Called, type TwilioConnection } from './client.ts';
import type { TwilioResources } from './resources.ts';
import { stopOf } from './failure.ts';
import type { Deliveries } from '../../application/follow-up/follow-delivery.ts';

/** How far this computer's clock may be ahead of Twilio's, in milliseconds. */
const CLOCK_TOLERANCE_MS = 120_000;

/** Half of what Twilio gives at most: an answer of that size still comes in a second or two. */
const PAGE_SIZE = 500;

const CHANNEL = 'whatsapp:';

/**
 * Twilio's list of messages, read for what became of them and what was written back.
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
        next === null ? undefined : told(await callTwilio(connection, next));
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
        listed.direction === 'inbound' ? [] : heardOf(listed),
      ),
    receivedSince: (since) =>
      pages({ to: sender }, since, (listed) =>
        listed.direction === 'inbound' ? replyOf(listed) : [],
      ),
    one: async (sid) => {
      const called = await callTwilio(
        connection,
        async ({ messages }) => await messages(sid).fetch(),
      );
      if (called.kind === 'refused' && called.httpStatus === 404) return null;
      return heardOf(told(called))[0] ?? null;
    },
  };
}

type Page = {
  readonly instances: readonly Listed[];
  readonly nextPage: () => Promise<Page> | undefined;
};

/** What is read of the SDK's own type, in which too much is said to be never null. */
type Listed = {
  readonly sid: string;
  readonly status: string;
  readonly direction: string;
  readonly from: string;
  readonly body: string | null;
  readonly numMedia: string | null;
  readonly uri: string;
  readonly errorCode: number | null;
  readonly dateCreated: Date;
  readonly dateUpdated: Date | null;
};

/** Twilio tells whole seconds. */
function createdMs({ dateCreated }: Listed): number {
  return dateCreated.getTime() + 1000;
}

function heardOf(listed: Listed): readonly DeliveryReport[] {
  const sid = asMessageSid(listed.sid);
  if (sid === null) return [];
  const { status, errorCode, dateCreated, dateUpdated } = listed;
  return [{ sid, state: asDeliveryState(status), errorCode, at: dateUpdated ?? dateCreated }];
}

function replyOf({ sid, from, body, numMedia, uri, dateCreated }: Listed): readonly Reply[] {
  const known: MessageSid | null = asMessageSid(sid);
  if (known === null) return [];
  const media = numMedia === null || numMedia === '0' ? [] : [mediaOf(uri)];
  return [
    {
      sid: known,
      sender: from.startsWith(CHANNEL) ? from.slice(CHANNEL.length) : from,
      userId: null,
      text: body ?? '',
      button: null,
      media,
      // The list does not tell it; the webhook does.
      answers: null,
      at: dateCreated,
    },
  ];
}

/** Where Twilio lists the pictures of a message: each has an address of its own, for a request more. */
function mediaOf(uri: string): string {
  return `https://api.twilio.com${uri.replace(/\.json$/u, '/Media.json')}`;
}

/** @throws InviteError for anything but a value */
function told<T>(called: Called<T>): T {
  if (called.kind === 'told') return called.value;
  throw stopOf(called);
}

/** How far a message has come, by `GET Messages/{Sid}`. */
export function twilioDeliveries(connection: TwilioConnection): Deliveries {
  return {
    of: async (sid) => {
      const called = await callTwilio(
        connection,
        async ({ messages }) => await messages(sid).fetch(),
      );
      if (called.kind !== 'told') return null;
      const { status, errorCode } = called.value;
      const state = asDeliveryState(status);
      return state === null
        ? null
        : { state, errorCode: typeof errorCode === 'number' ? errorCode : null };
    },
  };
}
