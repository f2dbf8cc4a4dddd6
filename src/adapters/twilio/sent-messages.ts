import type { SentMessages, SearchResult } from '../../application/ports/gateway.ts';
import {
  matchListed,
  earliestCreation,
  type ListedMessage,
  type SoughtMessage,
} from '../../domain/delivery/candidate.ts';
import { asMessageSid } from '../../domain/delivery/ids.ts';
import { callTwilio, type TwilioConnection } from './client.ts';
import type { TwilioResources } from './resources.ts';

const PAGE_SIZE = 200;

/**
 * Searches Twilio's list for a message that may have been sent.
 *
 * Twilio does not document how its `To` filter treats `whatsapp:+44…`, or numbers that it masks. Where
 * the filter finds no message with this text, the sender's latest messages are searched too: a message
 * that the filter missed would be sent twice.
 *
 * @param sender `whatsapp:` and the club's number in E.164
 */
export function twilioSentMessages(connection: TwilioConnection, sender: string): SentMessages {
  return {
    search: async (sought): Promise<SearchResult> => {
      const { to } = sought;
      const result = await callTwilio(connection, async ({ messages }) => {
        const byRecipient = await messages.list({ to, from: sender, limit: PAGE_SIZE });
        const found = soughtAmong(byRecipient, sought);
        if (found.sids.length > 0) return found;
        const latest = await sentSince(earliestCreation(sought), messages, sender);
        return soughtAmong([...byRecipient, ...latest], sought);
      });
      if (result.kind === 'ok') return result.value;
      if (result.kind !== 'refused') return { kind: 'not_asked' };
      const { twilioCode, twilioText } = result;
      return { kind: 'not_asked', refusal: { twilioCode, twilioText } };
    },
  };
}

/** The sender's messages since `from`. Twilio lists the newest first. */
async function sentSince(
  from: Date,
  messages: Messages,
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

type Messages = TwilioResources['messages'];

type Page = Pick<Awaited<ReturnType<Messages['page']>>, 'instances'> & {
  readonly nextPage: () => Promise<Page> | undefined;
};

type Listed = {
  readonly sid: string;
  readonly to: string | null;
  readonly direction: string;
  readonly body: string | null;
  readonly dateCreated: Date;
};

/** The messages that are the one searched for, and those that may be; each once, the oldest first. */
function soughtAmong(
  listed: readonly Listed[],
  sought: SoughtMessage,
): Extract<SearchResult, { readonly kind: 'asked' }> {
  const bySid = new Map(listed.flatMap((one) => asListed(one).map((read) => [read.sid, read])));
  const messages = [...bySid.values()]
    .toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
    .map((one) => ({ sid: one.sid, at: one.createdAt, likeness: matchListed(one, sought) }));
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
