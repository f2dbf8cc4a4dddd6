import type { SentMessages, Sought } from '../../application/ports.ts';
import { asMessageSid, type MessageSid } from '../../domain/outcome.ts';
import { connectToTwilio, type TwilioClient, type TwilioConnection } from './client.ts';

/**
 * How far this computer's clock may be ahead of Twilio's, in milliseconds. An older message with the
 * same text is not taken for this one: the ledger knows its SID.
 */
const CLOCK_TOLERANCE_MS = 120_000;

const PAGE_SIZE = 200;

/**
 * Twilio's list of messages, asked for one that may have gone.
 *
 * Twilio's pages show plain numbers in the `To` filter, and do not say what it makes of
 * `whatsapp:+44…`. So where that shows none, the sender's latest messages are looked through too:
 * taking a message for not sent because a filter missed it would send it twice.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 */
export function twilioSentMessages(connection: TwilioConnection, sender: string): SentMessages {
  return {
    seek: async ({ to, body, since }): Promise<Sought> => {
      const from = since.getTime() - CLOCK_TOLERANCE_MS;
      try {
        const client = await connectToTwilio(connection);
        const fits = (one: Listed): boolean =>
          one.to === to &&
          one.direction === 'outbound-api' &&
          sameText(one.body, body) &&
          // Twilio tells whole seconds.
          one.dateCreated.getTime() + 1000 > from;
        const byRecipient = await client.messages.list({ to, from: sender, limit: PAGE_SIZE });
        const found = byRecipient.filter(fits);
        if (found.length > 0) return { kind: 'asked', sids: oldestFirst(found) };
        return {
          kind: 'asked',
          sids: oldestFirst((await sentSince(from, client, sender)).filter(fits)),
        };
      } catch {
        // The SDK's errors carry the secret and the number: nothing of them is looked at.
        return { kind: 'not_asked' };
      }
    },
  };
}

/** Twilio lists the newest first. */
async function sentSince(
  from: number,
  { messages }: TwilioClient,
  sender: string,
): Promise<readonly Listed[]> {
  const latest: Listed[] = [];
  let page: Page | undefined = await messages.page({ from: sender, pageSize: PAGE_SIZE });
  while (page !== undefined) {
    latest.push(...page.instances);
    const oldest = page.instances.at(-1);
    if (oldest === undefined || oldest.dateCreated.getTime() + 1000 <= from) break;
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
  readonly to: string;
  readonly direction: string;
  readonly body: string | null;
  readonly dateCreated: Date;
};

/** Spaces and line ends may be handed back otherwise than they were sent; words are not. */
function sameText(one: string | null, other: string): boolean {
  return one !== null && wordsOf(one) === wordsOf(other);
}

function wordsOf(text: string): string {
  return text.split(/\s+/u).join(' ').trim();
}

function oldestFirst(messages: readonly Listed[]): readonly MessageSid[] {
  return messages
    .toSorted((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())
    .flatMap(({ sid }) => asMessageSid(sid) ?? []);
}
