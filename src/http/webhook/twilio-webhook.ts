import {
  canBeSignature,
  type FormParameters,
  type SignatureCheck,
} from '../../adapters/twilio/signature.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { Ledger } from '../../application/ports/ledger.ts';
import {
  phoneOf,
  receiveReply,
  type Received,
  type ReplyPorts,
} from '../../application/replies/receive-reply.ts';
import { contentKindsOf } from '../../domain/contact/reply-content.ts';
import type { Reply } from '../../domain/contact/reply.ts';
import type { TagOf } from '../../domain/delivery/daily-tag.ts';
import type { AttemptId } from '../../domain/delivery/ids.ts';
import { WEBHOOK_PATH } from '../../domain/set-up/callback-url.ts';
import { problem, type HttpResponse, type Handler } from '../http-response.ts';
import type { LogFacts } from '../log.ts';
import { contentTypeOf, readBody } from '../read-body.ts';
import { parametersIn, readEvent, type TwilioEvent } from './read-event.ts';

/** How a response is sent in time when the ledger is slow. */
export type WithDeadline = {
  /** Resolves when the response must be sent. */
  readonly due: () => Promise<unknown>;
  /** Runs unfinished work after the response; null where nothing can run then. */
  readonly continueInBackground: ((work: Promise<LogFacts>, facts: LogFacts) => void) | null;
};

/**
 * The result of the work; null where it is not done in time.
 *
 * @param facts what is logged of it if it fails later
 * @throws the error of the work, if it fails in time
 */
async function withDeadline(
  work: Promise<LogFacts>,
  facts: LogFacts,
  { due, continueInBackground }: WithDeadline,
): Promise<LogFacts | null> {
  const done = await Promise.race([work, due().then(() => null)]);
  if (done !== null) return done;
  // A later failure is reported by `continueInBackground`; without it, by the response.
  work.catch(() => {});
  continueInBackground?.(work, facts);
  return null;
}

export type WebhookPorts = ReplyPorts & {
  readonly ledger: Pick<Ledger, 'recordDelivery'>;
  readonly isSigned: SignatureCheck;
  /** The public address of the service, with a stage if there is one, without a trailing slash. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly tagOf: TagOf;
  readonly withDeadline: WithDeadline;
};

/** Why a request is rejected as forged, as logged. */
export const FORGERIES = ['no_signature', 'public_url_differs', 'wrong_signature'] as const;

type Forgery = (typeof FORGERIES)[number];

/**
 * A reply has up to 4,096 characters of up to twelve bytes each in a form. Long replies are not
 * rejected: they could say STOP.
 */
const LONGEST_EVENT_BYTES = 64 * 1024;
const TOO_LARGE = problem(413, 'too_large', {
  message: `The body has more than ${LONGEST_EVENT_BYTES / 1024} KiB. It was not read.`,
  fix: 'Twilio sends nothing as long as this.',
});

/**
 * Several times the parameters of a message with ten pictures, and few enough that a forged form costs
 * little.
 */
const MOST_PARAMETERS = 200;
const TOO_MANY_PARAMETERS = problem(413, 'too_many_parameters', {
  message: `The form has more than ${MOST_PARAMETERS} parameters. Nothing of it was kept.`,
  fix: 'Twilio sends nothing with as many as this.',
});

/**
 * Handles requests from Twilio. Only signed requests are accepted, and no setting changes that. A
 * request without a signature is refused before its body is read, and a malformed signature before the
 * body is parsed.
 */
export function twilioWebhook(ports: WebhookPorts): Handler {
  return async (request) => {
    const signature = request.headers.get('X-Twilio-Signature');
    if (signature === null) return forbidden('no_signature');
    const text = await readBody(request, LONGEST_EVENT_BYTES);
    if (text === null) return TOO_LARGE;
    if (!canBeSignature(signature)) return forbidden('wrong_signature');
    const isForm = contentTypeOf(request) === 'application/x-www-form-urlencoded';
    const parameters = isForm ? parametersIn(text, MOST_PARAMETERS) : {};
    if (parameters === null) return TOO_MANY_PARAMETERS;
    const { url } = request;
    const { search, searchParams } = new URL(url);
    const forgery = await forgeryIn({ signature, url, search }, parameters, ports);
    if (forgery !== null) return forbidden(forgery);
    const event = readEvent(parameters, ports.clock.now());
    const ref = searchParams.get('ref');
    const eventFacts = factsOf(event);
    const facts = await withDeadline(
      handleEvent(event, ref, ports),
      eventFacts,
      ports.withDeadline,
    );
    if (facts === null && ports.withDeadline.continueInBackground === null) return TOO_SLOW;
    return { status: 200, body: EMPTY, facts: facts ?? { ...eventFacts, outcome: 'goes_on' } };
  };
}

/** The message that the event is about, if any. */
function factsOf(event: TwilioEvent): LogFacts {
  if (event.kind === 'other') return {};
  return { message_sid: event.kind === 'reply' ? event.reply.sid : event.sid };
}

/** The event may have been recorded all the same; repeating it is harmless. */
const TOO_SLOW = problem(503, 'too_slow', {
  message: 'The ledger did not answer in time.',
  fix: 'Tell it again: what is told twice counts once. "urmston-invite status" asks Twilio for it as well.',
});

/** An empty TwiML response: no message is sent back. */
const EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

/** The parts of a request that its signature covers, beside the parameters. */
type Signed = { readonly signature: string; readonly url: string; readonly search: string };

async function forgeryIn(
  { signature, url, search }: Signed,
  parameters: FormParameters,
  { isSigned, publicUrl }: WebhookPorts,
): Promise<Forgery | null> {
  if (await isSigned(signature, publicUrl + WEBHOOK_PATH + search, parameters)) return null;
  // Only for the log: behind a gateway a wrong PUBLIC_URL is the most likely mistake.
  const isSignedOtherwise = await isSigned(signature, url, parameters);
  return isSignedOtherwise ? 'public_url_differs' : 'wrong_signature';
}

function forbidden(outcome: Forgery): HttpResponse {
  const error = {
    message: 'This request does not bear a signature of Twilio for this address.',
    fix: 'Check that PUBLIC_URL is the address that Twilio calls, and TWILIO_AUTH_TOKEN the primary token of the account.',
  };
  return problem(403, 'forbidden', error, { facts: { outcome } });
}

async function handleEvent(
  event: TwilioEvent,
  ref: string | null,
  ports: WebhookPorts,
): Promise<LogFacts> {
  switch (event.kind) {
    case 'delivery': {
      const { sid, state, errorCode, errorText } = event;
      const attempt = ref === null || !/^[\w-]{1,64}$/u.test(ref) ? undefined : (ref as AttemptId);
      const reported = { sid, state, errorCode, errorText, at: ports.clock.now() };
      await ports.ledger.recordDelivery(reported, attempt);
      return {
        outcome: 'delivery',
        message_sid: sid,
        delivery_state: state,
        ...(errorCode === null ? {} : { twilio_code: errorCode }),
      };
    }
    case 'reply':
      return await handleReply(event.reply, ports);
    case 'other':
      return { outcome: 'ignored' };
  }
}

async function handleReply(reply: Reply, ports: WebhookPorts): Promise<LogFacts> {
  const outcome = outcomeOf(await receiveReply(reply, ports));
  const { tagOf, clock } = ports;
  const person_tag = tagOf(phoneOf(reply.sender) ?? reply.sender, clock.now());
  const level = outcome === UNMATCHED ? ({ level: 'error' } as const) : {};
  return {
    ...level,
    outcome,
    message_sid: reply.sid,
    person_tag,
    reply_kinds: contentKindsOf(reply),
  };
}

/** The outcome of a reply that may mean stop and whose sender is unknown, as logged. */
const UNMATCHED = 'stop_unmatched';

function outcomeOf(received: Received): string {
  if (received.kind === 'repeat') return 'repeat';
  switch (received.optOut) {
    case 'hidden':
      return 'stop_without_number';
    case 'unmatched':
      return UNMATCHED;
    case 'stopped':
      return 'stop';
    case 'pending':
      return 'perhaps_stop';
    case null:
      return 'reply';
  }
}
