import { TWILIO_CODES, type RefusalCode } from '../faults/twilio-codes.ts';

export type JsonAnswer = {
  readonly kind: 'json';
  readonly status: number;
  readonly body: object;
  readonly retryAfterSeconds?: number | undefined;
};

/** What a client gets to see: an answer as Twilio would give it, or one of the ways a network fails. */
export type Answer =
  | JsonAnswer
  /** 204. */
  | { readonly kind: 'no_content' }
  | { readonly kind: 'html'; readonly status: number; readonly html: string }
  | { readonly kind: 'plain_text'; readonly status: number; readonly text: string }
  /** The right status, then a body that stops in the middle although its length says it is whole. */
  | { readonly kind: 'half_json'; readonly answer: JsonAnswer }
  /** Without `afterMs`, as late as the simulator was told to be. */
  | { readonly kind: 'late'; readonly answer: JsonAnswer; readonly afterMs?: number | undefined }
  /** Not decided yet. Goes on also when the client has gone away; rejects when the simulator closes. */
  | { readonly kind: 'pending'; readonly answer: Promise<JsonAnswer> }
  | { readonly kind: 'connection_lost' }
  /** Nothing is ever said; the connection ends when the client or the simulator ends it. */
  | { readonly kind: 'silence' };

export function json(status: number, body: object): JsonAnswer {
  return { kind: 'json', status, body };
}

/** Twilio's classic error body. Source: its `RestException`, which reads these four fields. */
export function refusal(code: RefusalCode): JsonAnswer {
  const { status, message } = TWILIO_CODES[code];
  return json(status, {
    code,
    message,
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  });
}

/** What stands before Twilio, and is not Twilio, when Twilio is not there. */
export const BAD_GATEWAY: Answer = {
  kind: 'html',
  status: 502,
  html: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>',
};
