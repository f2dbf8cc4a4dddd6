import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openOptOuts, openReplies } from '../../support/ledger/ledger-parts.ts';
import {
  inboundMessage,
  memoryStore,
  type MessageStore,
} from '../../../src/adapters/simulator/messages/message-store.ts';
import type { Course } from '../../../src/adapters/simulator/messages/lifecycle.ts';
import { twilioMessageLog } from '../../../src/adapters/twilio/message-log.ts';
import { followUp, type FollowUpEvent } from '../../../src/application/follow-up/follow-up.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { MessageLog } from '../../../src/application/ports/gateway.ts';
import type { OptOuts, Replies } from '../../../src/application/ports/contact.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { anApproved } from '../../support/builders.ts';
import { familyMessages } from '../../support/ledger/ledger-families.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import {
  ACCOUNT_SID,
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../../support/sending/run-simulated-twilio.ts';
import { storedMessage } from '../../adapters/simulator/stored-message.ts';

const SENT_AT = new Date('2026-07-15T18:00:00Z');
const NOW = new Date('2026-07-15T18:42:00Z');
const sidOf = (index: number): MessageSid =>
  asMessageSid(`MM${String(index).padStart(32, '0')}`) as MessageSid;

let files: LedgerFolder;
let ledger: Ledger;
let optOuts: OptOuts;
let replies: Replies;
let store: MessageStore;
let twilio: SimulatedTwilio;
beforeEach(async () => {
  files = aLedgerFolder();
  ledger = files.open();
  optOuts = openOptOuts(files.file, 'live');
  replies = openReplies(files.file, 'live');
  store = memoryStore();
  twilio = await simulatedTwilio({ store, now: () => NOW });
});
afterEach(async () => {
  await twilio.close();
  await replies.close();
  await optOuts.close();
  await files.remove();
});

/** Accepted messages, in the ledger and at Twilio, where each takes this course. */
async function accepted(
  courses: readonly Course[],
  sentAt: Date = SENT_AT,
): Promise<readonly Message[]> {
  const messages = familyMessages(courses.length);
  for (const [index, message] of messages.entries()) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a run would
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

function writes(from: string, body: string, time = '18:30'): void {
  const at = new Date(`2026-07-15T${time}:00Z`);
  store.add(inboundMessage({ accountSid: ACCOUNT_SID, from, to: SENDER, body, at }));
}

type Run = {
  readonly events: readonly FollowUpEvent[];
  readonly failed: unknown;
  /** What Twilio was asked for, in its order. */
  readonly asked: readonly string[];
  readonly waits: readonly number[];
};

async function follow(
  parts: { readonly log?: Partial<MessageLog>; readonly stop?: AbortController } = {},
  pageSize = 2,
): Promise<Run> {
  const { log: changed = {}, stop = new AbortController() } = parts;
  const events: FollowUpEvent[] = [];
  const asked: string[] = [];
  const waits: number[] = [];
  const log = { ...twilioMessageLog(twilio.connection, SENDER, pageSize), ...changed };
  const { failed } = await followUp(
    {
      ledger,
      optOuts,
      replies,
      log: {
        pageSize,
        one: async (sid) => {
          asked.push('one');
          return await log.one(sid);
        },
        sentSince: (since) => counted('sent', asked, log.sentSince(since)),
        receivedSince: (since) => counted('received', asked, log.receivedSince(since)),
      },
      clock: { now: () => NOW },
      random: () => 1,
      wait: async (milliseconds) => void waits.push(milliseconds),
      stop: stop.signal,
      emit: (event) => events.push(event),
    },
    () => true,
  );
  return { events, failed, asked, waits };
}

function counted<T>(what: string, asked: string[], read: () => Promise<T>): () => Promise<T> {
  return async () => {
    asked.push(what);
    return await read();
  };
}

const statesNow = async () =>
  (await Array.fromAsync(ledger.messages())).map(({ delivery, deliveryCode }) => [
    delivery,
    deliveryCode,
  ]);

describe('following up', () => {
  it('reads no more of what is settled than it takes to know how long the list would be', async () => {
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
    const { asked } = await follow();
    expect(asked).toContain('one');
    // One is wanted, and a page has two.
    expect(read).toBeLessThanOrEqual(3);
    ledger = whole;
  });

  it('records how far each message came, with its code and when, from page after page of the list', async () => {
    await accepted([
      { endsAs: 'read' },
      { endsAs: 'undelivered', errorCode: 63024 },
      { endsAs: 'delivered' },
      { endsAs: 'sent' },
      { endsAs: 'failed', errorCode: 63040 },
    ]);
    const { failed, asked, events } = await follow();
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
    expect(asked.filter((what) => what !== 'received')).toEqual(['sent', 'sent', 'sent']);
    expect(events.filter(({ kind }) => kind === 'asking').at(-1)).toEqual({
      kind: 'asking',
      done: 5,
      of: 5,
    });
  });

  it('asks for one by itself where that is fewer requests, and no more for what is final', async () => {
    await accepted([{ endsAs: 'read' }, { endsAs: 'read' }, { endsAs: 'sent' }]);
    await follow();
    const again = await follow();
    expect(again.asked.filter((what) => what !== 'received')).toEqual(['one']);
    expect(again.events.filter(({ kind }) => kind === 'updated')).toEqual([]);
  });

  it('asks for one that the list does not show, and leaves what Twilio no longer has', async () => {
    await accepted([{ endsAs: 'read' }, { endsAs: 'read' }]);
    const gone = store.get(sidOf(0));
    if (gone !== undefined) store.update({ ...gone, deleted: true });
    const { failed, asked } = await follow({}, 10);
    expect(failed).toBeNull();
    expect(asked.filter((what) => what !== 'received')).toEqual(['sent', 'sent', 'one']);
    expect(await statesNow()).toEqual([
      [null, null],
      ['read', null],
    ]);
  });

  it('keeps each page that came before Twilio could no longer be reached', async () => {
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

  it('asks again, later, where Twilio wants fewer requests', async () => {
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

  it('ends as soon as the operator wants, without a failure', async () => {
    await accepted([{ endsAs: 'read' }]);
    const stop = new AbortController();
    const one: MessageLog['one'] = async () => {
      stop.abort();
      return await new Promise(() => {});
    };
    const { failed, asked } = await follow({ log: { one }, stop });
    expect({ failed, asked: asked.length }).toEqual({ failed: null, asked: 1 });
    expect(await statesNow()).toEqual([[null, null]]);
  });

  it('sends nothing more to whom Twilio tells that they blocked the club, once', async () => {
    const [message] = await accepted([{ endsAs: 'undelivered', errorCode: 63014 }]);
    const phone = message?.invite.parent.phone;
    const { events } = await follow();
    expect(await optOuts.list()).toMatchObject([{ phone, state: 'stopped', source: 'twilio' }]);
    expect(events.filter(({ kind }) => kind === 'opted_out')).toHaveLength(1);
    if (phone !== undefined) await optOuts.remove(phone, 'Robin Green', NOW);
    await follow();
    expect(await optOuts.list()).toEqual([]);
  });

  it('asks nothing where nothing was ever sent', async () => {
    expect(await follow()).toEqual({ events: [], failed: null, asked: [], waits: [] });
  });
});

describe('replies', () => {
  it('are kept once, of whatever page, and what means stop counts at once', async () => {
    const [one, two, three] = (await accepted([
      { endsAs: 'read' },
      { endsAs: 'read' },
      { endsAs: 'read' },
    ])) as readonly [Message, Message, Message];
    writes(one.to, 'Yes please', '18:20');
    writes(two.to, 'Stop!', '18:21');
    writes(three.to, 'please do not message me', '18:22');
    const { events } = await follow();
    const told = events.flatMap((event) =>
      event.kind === 'reply' ? [[event.reply.text, event.wish, event.optOut]] : [],
    );
    expect(told).toEqual([
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

  it('that were answered by the operator stop nothing a second time', async () => {
    const [one] = (await accepted([{ endsAs: 'read' }])) as readonly [Message];
    writes(one.to, 'STOP');
    await follow();
    await optOuts.remove(one.invite.parent.phone, 'Robin Green', NOW);
    await follow();
    expect(await optOuts.list()).toEqual([]);
  });

  it('that press a button which says stop count as those that write it', async () => {
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

  it('from a number that WhatsApp hides are kept, and told where they mean stop', async () => {
    await accepted([{ endsAs: 'read' }]);
    writes('whatsapp:GB.1a2b', 'STOP');
    const { events } = await follow();
    expect(events.at(-1)).toMatchObject({ kind: 'reply', optOut: 'hidden' });
    expect(await replies.from('GB.1a2b')).toHaveLength(1);
    expect(await optOuts.list()).toMatchObject([{ phone: 'GB.1a2b', state: 'stopped' }]);
  });

  it('are not what was written before anything was sent', async () => {
    await accepted([{ endsAs: 'read' }]);
    writes('whatsapp:+447700900000', 'STOP', '17:00');
    await follow();
    expect(await Array.fromAsync(replies.since(new Date(0)))).toEqual([]);
  });
});
