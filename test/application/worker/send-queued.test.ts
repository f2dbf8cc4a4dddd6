import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { RetryLater } from '../../../src/application/worker/verify-queued.ts';
import { approve, type ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { parseSendHours, type SendHours } from '../../../src/domain/policy/send-hours.ts';
import { InviteError, type TemplateProblem } from '../../../src/domain/problem/problem.ts';
import { aMessage, anApproved, aYesTo } from '../../support/builders.ts';
import { historyOf } from '../../support/ledger/history-of.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { tagOf } from '../../support/ledger/ledger-parts.ts';
import { fakeGateway, ACCEPTED, SID } from '../../support/sending/fake-gateway.ts';
import { NOW, statesIn } from '../../support/sending/run-sending.ts';
import { aQueued, aWorker } from '../../support/sending/run-worker.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

const TOO_MANY: Outcome = {
  kind: 'refused',
  twilioCode: 20_429,
  twilioText: 'Too many requests',
  retryAfterSeconds: 3,
};
const DAYTIME = parseSendHours('08:00-18:00') as SendHours;
/** Includes the time of the test, 19:42. */
const DAYTIME_LATE = parseSendHours('08:00-20:10') as SendHours;

let files: LedgerFolder;
let ledger: Ledger;
let message: ApprovedMessage;
beforeEach(() => {
  files = aLedgerFolder();
  ledger = files.open();
  message = anApproved();
});
afterEach(async () => await files.remove());

async function state(): Promise<string | undefined> {
  return (await statesIn(ledger, [message]))[0];
}

type QueuedBody = {
  version: number;
  mode: string;
  message: {
    purpose: string;
    key: string;
    to: string;
    contentSid: string;
    contentVariables: { [number: string]: string };
    body: string;
    mediaUrl?: string;
    readonly invite: { readonly parent: { phone: string } };
  };
  readonly approval: { digest: string; operator: string; at: string };
};
type Alteration = (queued: QueuedBody) => void;

/** The body of a queued message after `change`. */
function altered(body: string, change: Alteration): string {
  const queued = JSON.parse(body) as QueuedBody;
  change(queued);
  return JSON.stringify(queued);
}

describe('an approved message on the queue', () => {
  it('is sent once, as approved, and its SID is in the ledger', async () => {
    const body = await aQueued(ledger, message);
    const worker = aWorker(ledger);
    expect(await worker.handOver(body)).toEqual(ACCEPTED);
    expect(worker.gateway.sent.map(digestOf)).toEqual([digestOf(message)]);
    expect((await ledger.view([message])).byKey.get(message.key)).toMatchObject({
      state: 'accepted',
      messageSid: SID,
      operator: 'Robin Green',
    });
  });

  it('is not sent again when it is delivered again', async () => {
    const body = await aQueued(ledger, message);
    const worker = aWorker(ledger);
    await worker.handOver(body);
    expect(await worker.handOver(body)).toEqual({ kind: 'done_before', state: 'accepted' });
    expect(worker.gateway.sent).toHaveLength(1);
  });

  it('is sent once when many workers receive it at the same moment', async () => {
    const body = await aQueued(ledger, message);
    const workers = Array.from({ length: 10 }, () => aWorker(files.open()));
    const fates = await Promise.all(workers.map(async ({ handOver }) => await handOver(body)));
    expect(fates.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    expect(workers.flatMap(({ gateway }) => gateway.sent)).toHaveLength(1);
  });

  it('is not sent again when the worker died during the send', async () => {
    const body = await aQueued(ledger, message);
    const { attempt } = JSON.parse(body) as { readonly attempt: AttemptId };
    await ledger.advance(attempt, { kind: 'sending' }, NOW);
    const worker = aWorker(ledger);
    expect(await worker.handOver(body)).toEqual({ kind: 'done_before', state: 'sending' });
    expect(worker.gateway.sent).toEqual([]);
  });

  it('is not sent with an approval that was taken back, even if another one was given since', async () => {
    const body = await aQueued(ledger, message);
    const { attempt } = JSON.parse(body) as { readonly attempt: AttemptId };
    await ledger.advance(attempt, { kind: 'lapsed' }, NOW);
    const worker = aWorker(ledger);
    expect(await worker.handOver(body)).toEqual({ kind: 'done_before', state: 'lapsed' });
    const second = await aQueued(ledger, message);
    expect(await worker.handOver(body)).toEqual({ kind: 'done_before', state: 'approved' });
    expect(worker.gateway.sent).toEqual([]);
    expect(await worker.handOver(second)).toEqual(ACCEPTED);
  });
});

describe('the approval of a queued message is no longer valid', () => {
  it('after twelve hours, whatever time the queued message has', async () => {
    const body = altered(await aQueued(ledger, message), ({ approval }) => {
      approval.at = '2026-07-16T06:00:00.000Z';
    });
    const late = { now: () => new Date('2026-07-16T06:01:00Z') };
    const worker = aWorker(ledger, { clock: late });
    expect(await worker.handOver(body)).toEqual({ kind: 'lapsed', because: 'approval_too_old' });
    expect(worker.gateway.sent).toEqual([]);
    expect(await state()).toBe('lapsed');
  });

  it('and the error is thrown when the program fails while it takes the approval back', async () => {
    const bug = new TypeError('state is undefined');
    const body = await aQueued(ledger, message);
    const late = { now: () => new Date('2026-07-17T06:01:00Z') };
    const failing = { ...ledger, advance: async () => await Promise.reject(bug) };
    await expect(aWorker(failing, { clock: late }).handOver(body)).rejects.toBe(bug);
    expect(await state()).toBe('approved');
  });

  it('and is not taken from another worker that took it just before', async () => {
    const body = await aQueued(ledger, message);
    const late = { now: () => new Date('2026-07-17T06:01:00Z') };
    const slow: Ledger = {
      ...ledger,
      advance: async (id, ...rest) => {
        await ledger.advance(id, { kind: 'sending' }, NOW);
        return await ledger.advance(id, ...rest);
      },
    };
    expect(await aWorker(slow, { clock: late }).handOver(body)).toEqual({
      kind: 'done_before',
      state: 'sending',
    });
  });

  it('once the parent opted out', async () => {
    const optOuts = memoryOptOuts();
    const body = await aQueued(ledger, message);
    const optOut = { state: 'stopped', source: 'reply', operator: 'Jane', at: NOW } as const;
    await optOuts.add([message.invite.parent.phone], optOut);
    const worker = aWorker(ledger, { optOuts });
    expect(await worker.handOver(body)).toEqual({ kind: 'lapsed', because: 'opted_out' });
    expect(worker.gateway.sent).toEqual([]);
  });

  it('once the text of the template has changed', async () => {
    const template = builtInTemplate();
    const templates = { fetch: async () => ({ ...template, body: `${template.body} Hurry!` }) };
    const worker = aWorker(ledger, { templates });
    const fate = await worker.handOver(await aQueued(ledger, message));
    expect(fate).toEqual({ kind: 'lapsed', because: 'template_changed' });
    expect(worker.gateway.sent).toEqual([]);
  });

  it('once the template counts as marketing and no consent is on record', async () => {
    const templates = { fetch: async () => ({ ...builtInTemplate(), category: 'MARKETING' }) };
    const worker = aWorker(ledger, { templates });
    const fate = await worker.handOver(await aQueued(ledger, message));
    expect(fate).toEqual({ kind: 'lapsed', because: 'no_marketing_consent' });
    expect(worker.gateway.sent).toEqual([]);
    const optIn = { optInAt: null, optInHow: 'form', optInWording: null };
    const consent = { isGiven: false, override: null, ...optIn };
    const asked = aMessage();
    const consenting = anApproved({ ...asked, invite: { ...asked.invite, consent } });
    expect(await worker.handOver(await aQueued(ledger, consenting))).toEqual(ACCEPTED);
  });

  it.each<TemplateProblem>([
    { code: 'template_not_approved', sid: 'HX', state: 'paused' },
    { code: 'template_not_found', sid: 'HX' },
    { code: 'template_not_text', sid: 'HX', types: [] },
    { code: 'template_variables_differ', sid: 'HX', found: [] },
  ])('once the template can no longer be sent: $code', async (problem) => {
    const templates = { fetch: async () => await Promise.reject(new InviteError(problem)) };
    const worker = aWorker(ledger, { templates });
    const fate = await worker.handOver(await aQueued(ledger, message));
    expect(fate).toEqual({ kind: 'lapsed', because: 'template_changed' });
  });

  it('outside the hours, unless the operator typed the hour', async () => {
    const worker = aWorker(ledger, { sendHours: DAYTIME });
    const late = await worker.handOver(await aQueued(ledger, message));
    expect(late).toEqual({ kind: 'lapsed', because: 'outside_hours' });
    const typed = await worker.handOver(await aQueued(ledger, message, { atAnyHour: true }));
    expect(typed).toEqual(ACCEPTED);
  });

  it.each([
    ['until the hours end', DAYTIME_LATE, false, 1740],
    ['for four hours where the operator typed the hour', DAYTIME_LATE, true, 14_400],
    ['for four hours where messages go at any hour', null, false, 14_400],
  ])('and may wait at Twilio %s', async (_what, sendHours, atAnyHour, seconds) => {
    const worker = aWorker(ledger, { sendHours });
    await worker.handOver(await aQueued(ledger, message, { atAnyHour }));
    expect(worker.gateway.periods).toEqual([seconds]);
  });

  it('for a new recipient once the daily limit is reached', async () => {
    const worker = aWorker(ledger, { dailyLimit: 1 });
    const other = anApproved(aMessage({ parent_tel: '07700 900456' }));
    await worker.handOver(await aQueued(ledger, message));
    const fate = await worker.handOver(await aQueued(ledger, other));
    expect(fate).toEqual({ kind: 'lapsed', because: 'daily_limit' });
    expect(worker.gateway.sent).toHaveLength(1);
  });
});

describe('a forged message on the queue', () => {
  const FORGERIES: readonly (readonly [string, Alteration])[] = [
    ['another text', ({ message: it }) => (it.body += ' Pay here: example.org')],
    ['another value', ({ message: it }) => (it.contentVariables['6'] = '400')],
    ['another template', ({ message: it }) => (it.contentSid = `HX${'b'.repeat(32)}`)],
    [
      'another parent',
      ({ message: it }) => {
        it.to = 'whatsapp:+447700900999';
        it.invite.parent.phone = '+447700900999';
      },
    ],
    ['another key', ({ message: it }) => (it.key = 'a'.repeat(64))],
    ['another operator', ({ approval }) => (approval.operator = 'Mallory')],
    ['another ledger', (queued) => (queued.mode = 'stand_in')],
    ['a number that is not the invite’s', ({ message: it }) => (it.to = 'whatsapp:+447700900999')],
    ['a newer version', (queued) => (queued.version = 2)],
    ['an additional field', ({ message: it }) => (it.mediaUrl = 'https://example.org/x.png')],
    ['a missing value', ({ message: it }) => delete it.contentVariables['9']],
    ['a test', ({ message: it }) => (it.purpose = 'test')],
  ];

  it.each(FORGERIES)('is not sent: %s', async (_what, change) => {
    const body = altered(await aQueued(ledger, message), change);
    const worker = aWorker(ledger);
    await expect(worker.handOver(body)).rejects.toThrow(RetryLater);
    expect(worker.gateway.sent).toEqual([]);
    expect(await state()).toBe('approved');
  });

  it.each(FORGERIES.slice(0, 4))(
    'is not sent with a matching digest: %s',
    async (_what, change) => {
      const body = altered(await aQueued(ledger, message), (queued) => {
        change(queued);
        queued.approval.digest = digestOf(queued.message);
      });
      const worker = aWorker(ledger);
      await expect(worker.handOver(body)).rejects.toThrow(RetryLater);
      expect(worker.gateway.sent).toEqual([]);
    },
  );

  it.each(['', 'null', '[]', '{}', 'not JSON', '"text"'])('is not sent: %p', async (body) => {
    const worker = aWorker(ledger);
    await expect(worker.handOver(body)).rejects.toMatchObject({ reason: 'unreadable' });
  });

  it('is not sent without an approval in the ledger', async () => {
    const body = await aQueued(ledger, message);
    const empty = aLedgerFolder();
    const worker = aWorker(empty.open());
    await expect(worker.handOver(body)).rejects.toMatchObject({ reason: 'not_in_ledger' });
    expect(worker.gateway.sent).toEqual([]);
    await empty.remove();
  });
});

describe('a failure', () => {
  it('with 429 is retried as a further attempt with the same approval', async () => {
    const answers: Outcome[] = [TOO_MANY, ACCEPTED];
    const waited: number[] = [];
    const worker = aWorker(ledger, {
      gateway: fakeGateway(() => answers.shift() ?? ACCEPTED),
      wait: async (milliseconds) => void waited.push(milliseconds),
    });
    expect(await worker.handOver(await aQueued(ledger, message))).toEqual(ACCEPTED);
    expect(waited).toEqual([3000]);
    const history = (await historyOf(ledger, message)).map((entry) => entry.state);
    expect(history).toEqual(['approved', 'sending', 'refused', 'approved', 'sending', 'accepted']);
  });

  it('is held for a person when there is no time to retry', async () => {
    const worker = aWorker(ledger, { gateway: fakeGateway(() => TOO_MANY) });
    const fate = await worker.take(await aQueued(ledger, message), () => 22_000);
    expect(fate).toEqual(TOO_MANY);
    expect(await state()).toBe('refused');
  });

  it('of unknown outcome is not retried', async () => {
    const unknown: Outcome = { kind: 'unknown', doubt: 'no_answer_in_time' };
    const worker = aWorker(ledger, { gateway: fakeGateway(() => unknown) });
    expect(await worker.handOver(await aQueued(ledger, message))).toEqual(unknown);
    expect(worker.gateway.sent).toHaveLength(1);
    expect(await state()).toBe('unknown');
  });

  it('leaves the message on the queue when there is too little time for one send', async () => {
    const worker = aWorker(ledger);
    const taken = worker.take(await aQueued(ledger, message), () => 19_000);
    await expect(taken).rejects.toMatchObject({ reason: 'too_little_time' });
    expect(worker.gateway.sent).toEqual([]);
    expect(await state()).toBe('approved');
  });

  it('leaves the message on the queue when Twilio does not return the template', async () => {
    const templates = {
      fetch: async () => await Promise.reject(new InviteError({ code: 'twilio_unreachable' })),
    };
    const worker = aWorker(ledger, { templates });
    const taken = worker.handOver(await aQueued(ledger, message));
    await expect(taken).rejects.toMatchObject({ reason: 'template_not_told' });
    expect(await state()).toBe('approved');
  });

  it('logs Twilio’s code when Twilio refuses to return the template', async () => {
    const refused = { code: 'twilio_refused', twilioCode: 70_051, twilioText: '' } as const;
    const templates = { fetch: async () => await Promise.reject(new InviteError(refused)) };
    const worker = aWorker(ledger, { templates });
    const taken = worker.handOver(await aQueued(ledger, message));
    await expect(taken).rejects.toMatchObject({ reason: 'template_not_told' });
    expect(worker.logged).toMatchObject([{ outcome: 'template_not_told', twilio_code: 70_051 }]);
    expect(await state()).toBe('approved');
  });

  it('of the ledger before the send leaves the message on the queue', async () => {
    const body = await aQueued(ledger, message);
    const worker = aWorker({
      ...ledger,
      startSending: async () => {
        throw new InviteError({ code: 'ledger_unavailable', file: 'x', reason: 'aws_unreachable' });
      },
    });
    await expect(worker.handOver(body)).rejects.toThrow('ledger_unavailable');
    expect(worker.gateway.sent).toEqual([]);
  });

  it('of the ledger after the send takes the message off the queue', async () => {
    const body = await aQueued(ledger, message);
    const worker = aWorker({
      ...ledger,
      advance: async () => {
        throw new InviteError({ code: 'ledger_unavailable', file: 'x', reason: 'aws_unreachable' });
      },
    });
    expect(await worker.handOver(body)).toEqual({ kind: 'unwritten', outcome: ACCEPTED });
    expect(await worker.handOver(body)).toEqual({ kind: 'done_before', state: 'sending' });
    expect(worker.gateway.sent).toHaveLength(1);
  });
});

describe('messages to one number', () => {
  it('are sent one after the other, at the interval that WhatsApp requires', async () => {
    const sibling = anApproved(aMessage({ player_first_name: 'Ann' }));
    const waited: number[] = [];
    let at = NOW.getTime();
    const worker = aWorker(ledger, {
      clock: { now: () => new Date(at) },
      wait: async (milliseconds) => {
        waited.push(milliseconds);
        at += milliseconds;
      },
    });
    const bodies = [await aQueued(ledger, message), await aQueued(ledger, sibling)];
    await Promise.all(bodies.map(async (body) => await worker.handOver(body)));
    expect(waited).toEqual([6000]);
    expect(worker.gateway.sent).toHaveLength(2);
  });
});

describe('the log of a worker', () => {
  it('has tags of the day and outcomes, and no personal data', async () => {
    const worker = aWorker(ledger);
    const body = await aQueued(ledger, message);
    await worker.handOver(body);
    await worker.handOver('{}').catch(() => {});
    expect(worker.logged).toEqual([
      {
        level: 'info',
        event: 'queue',
        outcome: 'accepted',
        message_tag: tagOf(message.key, NOW),
        person_tag: tagOf('+447700900123', NOW),
        message_sid: SID,
      },
      { level: 'error', event: 'queue', outcome: 'unreadable' },
    ]);
  });
});

describe('the body of a queued message', () => {
  it('has no credentials of Twilio or AWS, and fits the size limit', async () => {
    const body = await aQueued(
      ledger,
      approve(aMessage(), aYesTo(aMessage(), { operator: 'Zoë Green', at: NOW })),
    );
    expect(Object.keys(JSON.parse(body)).toSorted()).toEqual(
      ['approval', 'atAnyHour', 'attempt', 'message', 'mode', 'source', 'version'].toSorted(),
    );
    expect(body).toContain('Zoë Green');
    expect(Buffer.byteLength(body)).toBeLessThan(16 * 1024);
  });
});
