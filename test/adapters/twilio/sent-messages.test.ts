import { afterEach, describe, expect, it } from '@jest/globals';
import {
  memoryStore,
  type StoredMessage,
} from '../../../src/adapters/simulator/messages/message-store.ts';
import type { SimulatorOptions } from '../../../src/adapters/simulator/simulator.ts';
import { twilioSentMessages } from '../../../src/adapters/twilio/sent-messages.ts';
import type { SearchResult } from '../../../src/application/ports/gateway.ts';
import {
  connectionTo,
  SENDER,
  simulatedTwilio,
  UNREACHABLE_URL,
} from '../../support/sending/simulated-twilio.ts';
import { startStandIn, type StandInAnswer } from './stand-in.ts';

const JANE = 'whatsapp:+447700900123';
const DANIEL = 'whatsapp:+447700900124';
const TEXT = 'Hi Jane, John is invited.';
const SOUGHT = { to: JANE, body: TEXT, since: new Date('2026-07-15T18:40:00Z') };

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

const sid = (number: number): string => `MM${String(number).padStart(32, '0')}`;

/** A message at Twilio, created so many seconds after the earliest time of the one searched for. */
function made(number: number, changes: Partial<StoredMessage> & { readonly after?: number } = {}) {
  const { after = 5, ...rest } = changes;
  const message: StoredMessage = {
    sid: sid(number),
    accountSid: `AC${'a'.repeat(32)}`,
    to: JANE,
    from: SENDER,
    body: TEXT,
    contentSid: null,
    contentVariables: null,
    createdAt: new Date(SOUGHT.since.getTime() + after * 1000).toISOString(),
    course: { endsAs: 'delivered' },
    editedAt: null,
    canceled: false,
    deleted: false,
    ...rest,
  };
  return message;
}

/** The result of a search in these messages, oldest first. */
async function soughtAmong(
  messages: readonly StoredMessage[],
  profile: SimulatorOptions['profile'] = {},
): Promise<SearchResult> {
  const store = memoryStore();
  for (const message of messages) store.add(message);
  const twilio = await simulatedTwilio({ store, profile });
  closing.push(twilio.close);
  return await twilioSentMessages(twilio.connection, SENDER).search(SOUGHT);
}

const found = (sids: readonly string[], candidates: readonly object[] = []): object => ({
  kind: 'asked',
  sids,
  candidates,
});

const candidate = (number: number, doubt: string, after = 5): object => ({
  sid: sid(number),
  at: new Date(SOUGHT.since.getTime() + after * 1000),
  doubt,
});

describe('a search for a sent message', () => {
  it('finds it by number and text, and no other', async () => {
    const others = [
      made(1, { to: DANIEL, after: 1 }),
      made(3, { from: 'whatsapp:+447700900998' }),
      made(4, { course: { endsAs: 'received' } }),
    ];
    expect(await soughtAmong([...others.slice(0, 1), made(2), ...others.slice(1)])).toEqual(
      found([sid(2)]),
    );
  });

  it('finds nothing when Twilio has none to this number', async () => {
    expect(await soughtAmong([])).toEqual(found([]));
    expect(await soughtAmong([made(1, { to: DANIEL, body: '' })])).toEqual(found([]));
    expect(await soughtAmong([made(1, { after: -3600 })])).toEqual(found([]));
  });

  it('returns a message whose text was redacted as a candidate', async () => {
    expect(await soughtAmong([made(1, { body: '' })])).toEqual(
      found([], [candidate(1, 'text_hidden')]),
    );
  });

  it('returns all messages with hidden texts as candidates, oldest first', async () => {
    const messages = [made(1), made(2, { to: DANIEL, after: 6 }), made(3, { after: 7 })];
    expect(await soughtAmong(messages, { textsHidden: true })).toEqual(
      found([], [candidate(1, 'text_hidden'), candidate(3, 'text_hidden', 7)]),
    );
  });

  it('returns a message with another text as a candidate', async () => {
    expect(await soughtAmong([made(1, { body: 'See you on Friday.' })])).toEqual(
      found([], [candidate(1, 'text_differs')]),
    );
  });

  it('returns the one with its text, whatever others there are', async () => {
    const messages = [made(1, { body: '' }), made(2, { after: 6 })];
    expect(await soughtAmong(messages)).toEqual(found([sid(2)], [candidate(1, 'text_hidden')]));
  });

  it('returns those with a masked number that can be this one, which no filter finds', async () => {
    const messages = [made(1, { to: DANIEL }), made(2, { after: 6 })];
    expect(await soughtAmong(messages, { numbersHidden: true })).toEqual(
      found([], [candidate(1, 'number_hidden'), candidate(2, 'number_hidden', 6)]),
    );
  });

  it('reads further pages', async () => {
    const others = Array.from({ length: 450 }, (_, at) =>
      made(at + 10, { course: { endsAs: 'received' }, after: 60 }),
    );
    expect(await soughtAmong([made(1), ...others], { numbersHidden: true })).toEqual(
      found([], [candidate(1, 'number_hidden')]),
    );
  });

  it.each<readonly [string, StandInAnswer, object]>([
    [
      'refuses',
      { status: 401, body: { code: 70_051, message: 'No permission', status: 401 } },
      { refusal: { twilioCode: 70_051, twilioText: 'No permission' } },
    ],
    ['has a fault', { status: 500, body: { code: 20_500, message: 'Fault', status: 500 } }, {}],
  ])('was not carried out when Twilio %s', async (_what, answer, more) => {
    const twilio = await startStandIn(() => answer);
    closing.push(twilio.close);
    const sent = twilioSentMessages(connectionTo(twilio.baseUrl), SENDER);
    expect(await sent.search(SOUGHT)).toEqual({ kind: 'not_asked', ...more });
  });

  it('was not carried out when Twilio is unreachable', async () => {
    const sent = twilioSentMessages(connectionTo(UNREACHABLE_URL), SENDER);
    expect(await sent.search(SOUGHT)).toEqual({ kind: 'not_asked' });
  });
});
