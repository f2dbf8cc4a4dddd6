import { describe, expect, it } from '@jest/globals';
import type { Fate } from '../../../src/domain/delivery/fate.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Attempt, Doubt } from '../../../src/domain/delivery/outcome.ts';
import { errorOfFate } from '../../../src/text/delivery/fate.ts';
import { anAttempt } from '../../support/builders.ts';

const ATTEMPT = anAttempt({ state: 'sending', at: new Date('2026-07-15T18:00:00Z') });

const DOUBTS = Object.keys({
  no_answer_in_time: 0,
  connection_lost: 0,
  server_fault: 0,
  answer_unreadable: 0,
  interrupted: 0,
  cut_off: 0,
} satisfies { readonly [doubt in Doubt]: 0 }) as readonly Doubt[];

describe('what went wrong with a message', () => {
  const WELL: readonly Fate[] = [
    { kind: 'accepted', messageSid: `MM${'0'.repeat(32)}` as MessageSid },
    { kind: 'already_sent', attempt: ATTEMPT },
    { kind: 'skipped' },
    { kind: 'left' },
  ];
  it.each(WELL)('is nothing where it is $kind', (fate) => {
    expect(errorOfFate(fate)).toBeNull();
  });

  it.each(DOUBTS)('is reported as unknown, never as failed, for the doubt %s', (doubt) => {
    const error = errorOfFate({ kind: 'unknown', doubt });
    expect(error).toMatchObject({
      code: 'outcome_unknown',
      message: expect.stringMatching(/^Nobody knows whether this message went: .+\.$/u),
      fix: expect.stringMatching(/^It is never sent again by itself\. .+ if Twilio shows none\.$/u),
    });
  });

  it('has a reason of its own for each doubt', () => {
    const messages = DOUBTS.map((doubt) => errorOfFate({ kind: 'unknown', doubt })?.message);
    expect(new Set(messages).size).toBe(DOUBTS.length);
  });

  it('says when an attempt of unknown outcome was, in London time', () => {
    expect(
      errorOfFate({ kind: 'still_unknown', attempt: { ...ATTEMPT, state: 'unknown' } })?.message,
    ).toBe('Nobody knows whether this message went on 15 Jul 2026, 19:00.');
  });

  it('says of an attempt without an outcome that a run may still be at it', () => {
    const attempt: Attempt = { ...ATTEMPT, state: 'sending' };
    expect(errorOfFate({ kind: 'still_unknown', attempt })?.message).toBe(
      'A run began to send this message on 15 Jul 2026, 19:00 and may still be at it.',
    );
  });

  it("carries Twilio's code as a number", () => {
    expect(
      errorOfFate({ kind: 'refused', twilioCode: 21610, twilioText: '', retryAfterSeconds: null })
        ?.code,
    ).toBe(21610);
  });

  it('says that a parent said stop', () => {
    expect(errorOfFate({ kind: 'opted_out' })).toMatchObject({ code: 'opted_out' });
  });

  it('says that Twilio was not reached', () => {
    expect(errorOfFate({ kind: 'unreachable' })).toMatchObject({ code: 'twilio_unreachable' });
  });
});
