import type { SentMessages, Sought } from '../../application/ports.ts';
import {
  likenessOf,
  madeFrom,
  type ListedMessage,
  type SoughtMessage,
} from '../../domain/listed-message.ts';
import { asMessageSid } from '../../domain/outcome.ts';
import { connectToTwilio, type TwilioClient, type TwilioConnection } from './client.ts';

const PAGE_SIZE = 200;

/**
 * Twilio's list of messages, asked for one that may have gone.
 *
 * Twilio's pages show plain numbers in the `To` filter, and do not say what it makes of
 * `whatsapp:+44…`, or of numbers that it shows masked. So where that shows none with this text, the
 * sender's latest messages are looked through too: taking a message for not sent because a filter missed
 * it would send it twice.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 */
export function twilioSentMessages(connection: TwilioConnection, sender: string): SentMessages {
  return {
    seek: async (sought): Promise<Sought> => {
      try {
        const client = await connectToTwilio(connection);
        const { to } = sought;
        const byRecipient = await client.messages.list({ to, from: sender, limit: PAGE_SIZE });
        const found = soughtAmong(byRecipient, sought);
        if (found.sids.length > 0) return found;
        const latest = await sentSince(madeFrom(sought), client, sender);
        return soughtAmong([...byRecipient, ...latest], sought);
      } catch {
        // The SDK's errors carry the secret and the number: nothing of them is looked at.
        return { kind: 'not_asked' };
      }
    },
  };
}

/** Twilio lists the newest first. */
async function sentSince(
  from: Date,
  { messages }: TwilioClient,
  sender: string,
): Promise<readonly Listed[]> {
  const latest: Listed[] = [];
  let page: Page | undefined = await messages.page({ from: sender, pageSize: PAGE_SIZE });
  while (page !== undefined) {
    latest.push(...page.instances);
    const oldest = page.instances.at(-1);
    if (oldest === undefined || oldest.dateCreated.getTime() <= from.getTime()) break;
    // oxlint-disable-next-line no-await-in-loop -- each page says where the next one is
    page = await page.nextPage();
  }
  return latest;
}

type Page = Pick<Awaited<ReturnType<TwilioClient['messages']['page']>>, 'instances'> & {
  readonly nextPage: () => Promise<Page> | undefined;
};

type Listed = {
  readonly sid: string;
  readonly to: string | null;
  readonly direction: string;
  readonly body: string | null;
  readonly dateCreated: Date;
};

/** What is the message, and what may be, each once and the oldest first. */
function soughtAmong(
  listed: readonly Listed[],
  sought: SoughtMessage,
): Extract<Sought, { readonly kind: 'asked' }> {
  const bySid = new Map(listed.flatMap((one) => asListed(one).map((read) => [read.sid, read])));
  const messages = [...bySid.values()]
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((one) => ({ sid: one.sid, at: one.createdAt, likeness: likenessOf(one, sought) }));
  return {
    kind: 'asked',
    sids: messages.flatMap(({ sid, likeness }) => (likeness === 'same' ? [sid] : [])),
    candidates: messages.flatMap(({ sid, at, likeness }) =>
      likeness === 'same' || likeness === 'other' ? [] : [{ sid, at, doubt: likeness }],
    ),
  };
}

function asListed({ sid, to, direction, body, dateCreated }: Listed): readonly ListedMessage[] {
  const read = asMessageSid(sid);
  return read === null ? [] : [{ sid: read, to, direction, body, createdAt: dateCreated }];
}
