import type { RequestFate } from '../../domain/delivery/fate.ts';
import type { Message } from '../../domain/message/message.ts';
import type { SendingHalt } from '../../domain/policy/sending-halt.ts';
import type { Finding } from '../../domain/problem/finding.ts';
import type { StopProblem } from '../../domain/problem/problem.ts';
import { fullName } from '../../domain/record/names/full-name.ts';
import { haltFacts } from '../error-response.ts';
import { problem, type HttpResponse } from '../http-response.ts';

type Advice = { readonly message: string; readonly fix: string };

/** Turns codes and their facts into texts, the same as at a terminal. */
export type Explain = {
  readonly finding: (finding: Finding) => Advice;
  readonly stop: (problem: StopProblem) => Advice;
  readonly refusal: (twilioCode: number, twilioText: string) => Advice;
  readonly halt: (halt: SendingHalt) => Advice;
};

const IN_A_MOMENT_SECONDS = 5;
const LATER_SECONDS = 60;

/** The response for the fate of a message. It contains names, since the caller sent them. */
export function triggerResponse(
  message: Message,
  fate: RequestFate,
  now: Date,
  explain: Pick<Explain, 'refusal' | 'halt'>,
): HttpResponse {
  switch (fate.kind) {
    case 'sent':
      return sentResponse(message, 'message_sent', 'Registration data received successfully', fate);
    case 'already_sent':
      return sentResponse(
        message,
        'already_sent',
        'This invite was sent before; nothing was sent now',
        fate,
      );
    case 'on_its_way':
      return retryable(409, 'on_its_way', IN_A_MOMENT_SECONDS, {
        message: 'This invite is on its way for another request.',
        fix: 'Ask again in a moment: the answer says what became of it. It is sent once.',
      });
    case 'unknown':
      return problem(202, 'unknown', {
        ...unknownText(fate),
        ...peopleIn(message),
      });
    case 'refused': {
      const { twilioCode, twilioText, retryAfterSeconds } = fate;
      const error = { ...explain.refusal(twilioCode, twilioText), twilio_code: twilioCode };
      const facts = { outcome: 'refused', twilio_code: twilioCode };
      return retryAfterSeconds === null
        ? problem(502, 'refused', error, { facts })
        : retryable(502, 'refused', retryAfterSeconds, error, facts);
    }
    case 'unreachable':
      return retryable(503, 'twilio_unreachable', LATER_SECONDS, {
        message: 'Twilio cannot be reached. Nothing was sent.',
        fix: 'Ask again later.',
      });
    case 'opted_out':
      return problem(422, 'opted_out', {
        message:
          'This parent said stop, or may have said it, or gets no messages about this player. Nothing was sent.',
        fix: 'Use the phone instead.',
      });
    case 'no_marketing_consent':
      return problem(422, 'no_marketing_consent', {
        message:
          'WhatsApp counts the template as marketing, and no consent of this parent is on record. Nothing was sent.',
        fix: 'Send opt_in_at or opt_in_how with the record, if the parent agreed to marketing.',
      });
    case 'other_template':
      return problem(409, 'invited_with_other_template', {
        message: 'This player was invited for this season with another template. Nothing was sent.',
        fix: 'A person decides whether to invite again, with "urmston-invite send".',
      });
    case 'outside_hours':
      return retryable(503, 'outside_hours', secondsUntil(fate.opensAt, now), {
        message: 'Messages do not go at this hour in the UK. Nothing was sent.',
        fix: 'Ask again when the hours begin; Retry-After says when.',
      });
    case 'daily_limit':
      return retryable(503, 'daily_limit', secondsUntil(fate.freeAt, now), {
        message: 'As many people were written to in 24 hours as may be. Nothing was sent.',
        fix: 'Ask again when a place is free; Retry-After says when.',
      });
    case 'sending_halted':
      return haltedResponse(fate.halt, explain);
    case 'no_time':
      return retryable(503, 'no_time', IN_A_MOMENT_SECONDS, {
        message: 'There was no time left to send this invite. Nothing was sent.',
        fix: 'Ask again in a moment.',
      });
  }
}

function haltedResponse(halt: SendingHalt, explain: Pick<Explain, 'halt'>): HttpResponse {
  const facts = haltFacts(halt);
  const { outcome, ...code } = facts;
  return retryable(503, outcome, LATER_SECONDS, { ...explain.halt(halt), ...code }, facts);
}

function unknownText({ candidate }: Extract<RequestFate, { readonly kind: 'unknown' }>) {
  if (candidate === undefined) {
    return {
      message: 'Nobody knows yet whether this invite went. It is not sent again.',
      fix: 'Ask again later: Twilio is asked for it each time. If it stays so, an operator settles it with "urmston-invite send".',
    };
  }
  return {
    message: `Twilio has a message that may be this invite or another one (${candidate.sid}), so nobody can say whether it went. It is not sent again.`,
    fix: 'An operator looks for that message in the Twilio console, under Monitor, Logs and Messaging, or asks the parent.',
  };
}

function sentResponse(
  message: Message,
  status: 'message_sent' | 'already_sent',
  text: string,
  { messageSid }: Extract<RequestFate, { readonly kind: 'sent' | 'already_sent' }>,
): HttpResponse {
  return {
    status: 200,
    body: { message: text, ...peopleIn(message), status, message_sid: messageSid },
    facts: { outcome: status, ...(messageSid === null ? {} : { message_sid: messageSid }) },
  };
}

function peopleIn({ invite }: Message): { readonly [who in 'player' | 'parent' | 'team']: string } {
  const { player, parent, team, ageGroup } = invite;
  return {
    player: fullName(player),
    parent: fullName(parent),
    team: `${team} ${ageGroup}`,
  };
}

function retryable(
  status: number,
  code: string,
  seconds: number,
  error: Parameters<typeof problem>[2],
  facts: HttpResponse['facts'] = { outcome: code },
): HttpResponse {
  const headers = { 'Retry-After': String(Math.ceil(seconds)) };
  return problem(status, code, error, { headers, facts });
}

function secondsUntil(then: Date, now: Date): number {
  return Math.max((then.getTime() - now.getTime()) / 1000, 1);
}
