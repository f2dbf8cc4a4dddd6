import { surveyStatus, type Survey } from '../../../../src/application/follow-up/survey-status.ts';
import type { Widths } from '../../../../src/cli/commands/status/table.ts';
import type { Screen } from '../../../../src/cli/commands/status/view.ts';
import { PLAIN } from '../../../../src/cli/terminal/colours.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { KeyedHash } from '../../../../src/domain/delivery/keyed-hash.ts';
import type { LedgerMessage } from '../../../../src/domain/delivery/ledger-message.ts';
import {
  NONE_HELD,
  type HeldMessages,
} from '../../../../src/domain/delivery/status/held-template.ts';

const NOW = new Date('2026-07-15T18:42:00Z');
export const AT = new Date('2026-07-15T18:00:00Z');

export function aReply(text: string, parts: Partial<Reply> = {}): Reply {
  return {
    sid: `SM${'1'.repeat(32)}` as MessageSid,
    sender: '+447700900123',
    userId: null,
    text,
    button: null,
    media: [],
    answers: null,
    at: AT,
    ...parts,
  };
}

/** A terminal of so many columns, without colours; a file for null. */
export function aScreen(columns: number | null): Screen {
  return { isTerminal: columns !== null, columns: () => columns, colours: PLAIN };
}

type Surveyed = {
  readonly replies?: readonly Reply[];
  readonly widths?: Widths | null;
  readonly held?: HeldMessages;
};

export async function surveyOf(
  messages: readonly LedgerMessage[],
  { replies = [], widths = null, held = NONE_HELD }: Surveyed = {},
): Promise<Survey> {
  const byKeys = async (keys: readonly KeyedHash[]): Promise<readonly LedgerMessage[]> =>
    keys.flatMap((key) => messages.filter((message) => message.key === key));
  async function* all(): AsyncIterable<LedgerMessage> {
    yield* messages;
  }
  return await surveyStatus(all(), {
    ledger: { byKeys },
    replies,
    recipients: {
      optOuts: new Map(),
      conversations: new Map(replies.map(({ sid }) => [sid, { kind: 'waiting', until: NOW }])),
    },
    now: NOW,
    held,
    see: (status) => widths?.add(status),
  });
}
