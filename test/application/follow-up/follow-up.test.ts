import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { inboundMessage } from '../../../src/adapters/simulator/messages/inbound.ts';
import type { Course } from '../../../src/adapters/simulator/messages/lifecycle.ts';
import {
  memoryStore,
  type MessageStore,
} from '../../../src/adapters/simulator/messages/message-store.ts';
import { twilioMessageLog } from '../../../src/adapters/twilio/message-log.ts';
import { followUp, type FollowUpEvent } from '../../../src/application/follow-up/follow-up.ts';
import type { OptOuts, Replies } from '../../../src/application/ports/contact.ts';
import type { MessageLog } from '../../../src/application/ports/gateway.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { ReplyLog } from '../../../src/application/replies/send-reply.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { storedMessage } from '../../adapters/simulator/stored-message.ts';
import { anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { openOptOuts, openReplies, openReplyLog } from '../../support/ledger/ledger-parts.ts';
import {
  ACCOUNT_SID,
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../../support/sending/simulated-twilio.ts';

const SENT_AT = new Date('2026-07-15T18:00:00Z');
const NOW = new Date('2026-07-15T18:42:00Z');
const sidOf = (index: number): MessageSid =>
  asMessageSid(`MM${String(index).padStart(32, '0')}`) as MessageSid;

let files: LedgerFolder;
let ledger: Ledger;
let optOuts: OptOuts;
let replies: Replies;
let replyLog: ReplyLog;
let store: MessageStore;
let twilio: SimulatedTwilio;
beforeEach(async () => {
  files = aLedgerFolder();
  ledger = files.open();
  optOuts = openOptOuts(files.file, 'live');
  replies = openReplies(files.file, 'live');
  replyLog = openReplyLog(files.file, 'live');
  store = memoryStore();
  twilio = await simulatedTwilio({ store, now: () => NOW });
});
afterEach(async () => {
  await twilio.close();
  await replies.close();
  await replyLog.close();
  await optOuts.close();
  await files.remove();
});

/** Creates accepted messages, in the ledger and at the simulator, each with this course of states. */
async function accepted(
  courses: readonly Course[],
  sentAt: Date = SENT_AT,
): Promise<readonly Message[]> {
  const messages = familyMessages(courses.length);
  for (const [index, message] of messages.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as in a run
    const claim = await ledger.claim(anApproved(message), { file: 'players.csv' }, sentAt, null);
    if (claim.kind !== 'claimed') throw new Error('The message was taken already.');
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ledger.advance(claim.attemptId, { kind: 'sending' }, sentAt);
    const outcome = { kind: 'accepted', messageSid: sidOf(index) } as const;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await ledger.advance(claim.attemptId, outcome, sentAt);
    const course = courses[index] ?? { endsAs: 'read' };
    const createdAt = sentAt.toISOString();
    store.add(
      storedMessage('0', { sid: sidOf(index), to: message.to, from: SENDER, createdAt, course }),
    );
  }
  return messages;
}

function receive(from: string, body: string, time = '18:30'): void {
  const at = new Date(`2026-07-15T${time}:00Z`);
  store.add(inboundMessage({ accountSid: ACCOUNT_SID, from, to: SENDER, body, at }));
}

type Run = {
  readonly events: readonly FollowUpEvent[];
  readonly failed: unknown;
  /** The requests to Twilio, in order. */
  readonly requests: readonly string[];
  readonly waits: readonly number[];
};

async function follow(
  parts: { readonly log?: Partial<MessageLog>; readonly stop?: AbortController } = {},
  pageSize = 2,
): Promise<Run> {
  const { log: changed = {}, stop = new AbortController() } = parts;
  const events: FollowUpEvent[] = [];
  const requests: string[] = [];
  const waits: number[] = [];
  const log = { ...twilioMessageLog(twilio.connection, SENDER, pageSize), ...changed };
  const { failed } = await followUp(
    {
      ledger,
      optOuts,
      replies,
      replyLog,
      log: {
        pageSize,
        one: async (sid) => {
          requests.push('one');
          return await log.one(sid);
        },
        sentSince: (since) => logRequest('sent', requests, log.sentSince(since)),
        receivedSince: (since) => logRequest('received', requests, log.receivedSince(since)),
        outgoingSince: (since) => logRequest('outgoing', requests, log.outgoingSince(since)),
      },
      clock: { now: () => NOW },
      random: () => 1,
      wait: async (milliseconds) => void waits.push(milliseconds),
      stop: stop.signal,
      emit: (event) => events.push(event),
    },
    () => true,
  );
  return { events, failed, requests, waits };
}

function logRequest<T>(what: string, requests: string[], read: () => Promise<T>): () => Promise<T> {
  return async () => {
    requests.push(what);
    return await read();
  };
}

const statesNow = async () =>
  (await Array.fromAsync(ledger.messages())).map(({ delivery, deliveryCode }) => [
    delivery,
    deliveryCode,
  ]);

describe('follow-up', () => {
  it('reads no more settled messages than it needs to estimate the length of the list', async () => {
    await accepted([
      ...Array.from({ length: 30 }, () => ({ endsAs: 'read' }) as const),
      { endsAs: 'sent' },
    ]);
    await follow();
    const whole = ledger;
    let read = 0;
    ledger = {
      ...whole,
      messages: async function* messages(which) {
        for await (const message of whole.messages(which)) {
          read += 1;
          yield message;
        }
      },
    };
    const { requests } = await follow();
    expect(requests).toContain('one');
    // One message is needed, and a page has two.
    expect(read).toBeLessThanOrEqual(3);
    ledger = whole;
  });

  it('records the state of each message with its error code and time, from every page of the list', async () => {
    await accepted([
      { endsAs: 'read' },
      { endsAs: 'undelivered', errorCode: 63024 },
      { endsAs: 'delivered' },
      { endsAs: 'sent' },
      { endsAs: 'failed', errorCode: 63040 },
    ]);
    const { failed, requests, events } = await follow();
    expect(failed).toBeNull();
    expect(await statesNow()).toEqual([
      ['read', null],
      ['undelivered', 63024],
      ['delivered', null],
      ['sent', null],
      ['failed', 63040],
    ]);
    expect((await Array.fromAsync(ledger.messages()))[0]?.deliveryAt).toEqual(
      new Date('2026-07-15T18:00:10Z'),
    );
    expect(requests.filter((what) => what !== 'received')).toEqual(['sent', 'sent', 'sent']);
    expect(events.filter(({ kind }) => kind === 'asking').at(-1)).toEqual({
      kind: 'asking',
      done: 5,
      of: 5,
    });
  });

  it('requests one message by itself where that takes fewer requests, and none that is final', async () => {
    await accepted([{ endsAs: 'read' }, { endsAs: 'read' }, { endsAs: 'sent' }]);
    await follow();
    const again = await follow();
    expect(again.requests.filter((what) => what !== 'received')).toEqual(['one']);
    expect(again.events.filter(({ kind }) => kind === 'updated')).toEqual([]);
  });

  it('requests a message that the list does not contain, and skips one that Twilio no longer has', async () => {
    await accepted([{ endsAs: 'read' }, { endsAs: 'read' }]);
    const gone = store.get(sidOf(0));
    if (gone !== undefined) store.update({ ...gone, deleted: true });
    const { failed, requests } = await follow({}, 10);
    expect(failed).toBeNull();
    expect(requests.filter((what) => what !== 'received')).toEqual(['sent', 'sent', 'one']);
    expect(await statesNow()).toEqual([
      [null, null],
      ['read', null],
    ]);
  });

  it('keeps each page that was read before Twilio became unreachable', async () => {
    await accepted([{ endsAs: 'read' }, { endsAs: 'read' }, { endsAs: 'read' }]);
    const real = twilioMessageLog(twilio.connection, SENDER, 2);
    const sentSince: MessageLog['sentSince'] = (since) => {
      const read = real.sentSince(since);
      let pages = 0;
      return async () => {
        pages += 1;
        if (pages === 2) throw new InviteError({ code: 'twilio_unreachable' });
        return await read();
      };
    };
    const { failed } = await follow({ log: { sentSince } });
    expect(failed).toEqual({ code: 'twilio_unreachable' });
    expect((await statesNow()).filter(([state]) => state === 'read')).toHaveLength(2);
  });

  it('retries later after 429', async () => {
    await accepted([{ endsAs: 'read' }]);
    const real = twilioMessageLog(twilio.connection, SENDER, 2);
    let refused = 0;
    const one: MessageLog['one'] = async (sid) => {
      refused += 1;
      if (refused > 2) return await real.one(sid);
      throw new InviteError({ code: 'twilio_refused', twilioCode: 20_429, twilioText: '' });
    };
    const { failed, waits } = await follow({ log: { one } });
    expect(failed).toBeNull();
    expect(waits).toEqual([1000, 2000]);
  });

  it('ends without an error when the operator stops it', async () => {
    await accepted([{ endsAs: 'read' }]);
    const stop = new AbortController();
    const one: MessageLog['one'] = async () => {
      stop.abort();
      return await new Promise(() => {});
    };
    const { failed, requests } = await follow({ log: { one }, stop });
    expect({ failed, requests: requests.length }).toEqual({ failed: null, requests: 1 });
    expect(await statesNow()).toEqual([[null, null]]);
  });

  it('stores one opt-out for a parent reported by Twilio as having blocked the club', async () => {
    const [message] = await accepted([{ endsAs: 'undelivered', errorCode: 63014 }]);
    const phone = message?.invite.parent.phone;
    const { events } = await follow();
    expect(await optOuts.list()).toMatchObject([{ phone, state: 'stopped', source: 'twilio' }]);
    expect(events.filter(({ kind }) => kind === 'opted_out')).toHaveLength(1);
    if (phone !== undefined) await optOuts.remove(phone, 'Robin Green', NOW);
    await follow();
    expect(await optOuts.list()).toEqual([]);
  });

  it('sends no request when no message was ever sent', async () => {
    expect(await follow()).toEqual({ events: [], failed: null, requests: [], waits: [] });
  });
});

describe('replies', () => {
  it('are stored once across pages, and a stop word takes effect at once', async () => {
    const [one, two, three] = (await accepted([
      { endsAs: 'read' },
      { endsAs: 'read' },
      { endsAs: 'read' },
    ])) as readonly [Message, Message, Message];
    receive(one.to, 'Yes please', '18:20');
    receive(two.to, 'Stop!', '18:21');
    receive(three.to, 'please do not message me', '18:22');
    const { events } = await follow();
    const inbound = events.flatMap((event) =>
      event.kind === 'reply' ? [[event.reply.text, event.wish, event.optOut]] : [],
    );
    expect(inbound).toEqual([
      ['Stop!', 'stop', 'stopped'],
      ['please do not message me', 'perhaps', 'pending'],
      ['Yes please', 'no', null],
    ]);
    expect((await Array.fromAsync(replies.since(SENT_AT))).map(({ text }) => text)).toEqual([
      'Yes please',
      'Stop!',
      'please do not message me',
    ]);
    expect(await optOuts.list()).toMatchObject([
      { phone: two.invite.parent.phone, state: 'stopped', source: 'reply' },
      { phone: three.invite.parent.phone, state: 'pending', source: 'reply' },
    ]);
    const again = await follow();
    expect(again.events.filter(({ kind }) => kind === 'reply')).toEqual([]);
  });

  it('are not applied again once the operator has decided about them', async () => {
    const [one] = (await accepted([{ endsAs: 'read' }])) as readonly [Message];
    receive(one.to, 'STOP');
    await follow();
    await optOuts.remove(one.invite.parent.phone, 'Robin Green', NOW);
    await follow();
    expect(await optOuts.list()).toEqual([]);
  });

  it('with a button that means stop count as a written stop word', async () => {
    const [message] = (await accepted([{ endsAs: 'read' }])) as [Message];
    const { phone } = message.invite.parent;
    const pressed = {
      sid: `SM${'b'.repeat(32)}` as MessageSid,
      sender: phone,
      userId: null,
      text: 'Sorry',
      button: 'Stop',
      media: [],
      answers: null,
      at: NOW,
    };
    const pages = [[pressed]];
    const { events } = await follow({
      log: { receivedSince: () => async () => pages.shift() ?? null },
    });
    expect(await optOuts.list()).toMatchObject([{ phone, state: 'stopped', source: 'reply' }]);
    expect(events).toContainEqual({
      kind: 'reply',
      reply: pressed,
      wish: 'stop',
      optOut: 'stopped',
    });
  });

  it('from a hidden number are stored, and reported where they mean stop', async () => {
    await accepted([{ endsAs: 'read' }]);
    receive('whatsapp:GB.1a2b', 'STOP');
    const { events } = await follow();
    expect(events.at(-1)).toMatchObject({ kind: 'reply', optOut: 'hidden' });
    expect(await replies.from('GB.1a2b')).toHaveLength(1);
    expect(await optOuts.list()).toMatchObject([{ phone: 'GB.1a2b', state: 'stopped' }]);
  });

  it('do not include messages from before the first send', async () => {
    await accepted([{ endsAs: 'read' }]);
    receive('whatsapp:+447700900000', 'STOP', '17:00');
    await follow();
    expect(await Array.fromAsync(replies.since(new Date(0)))).toEqual([]);
  });
});
