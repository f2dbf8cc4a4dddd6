import type { Doubt } from '../../domain/delivery/outcome.ts';
import { InviteError } from '../../domain/problem/problem.ts';

/** Why a call failed. Without the SDK's error, which holds the secret and the form. */
export type CallFailure =
  | {
      readonly kind: 'refused';
      readonly httpStatus: number;
      readonly twilioCode: number;
      readonly twilioText: string;
    }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'unknown'; readonly doubt: Doubt; readonly httpStatus: number | null };

/** Errors after which no byte of the request has left this computer. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/**
 * Classifies an error of the SDK. It is unknown unless it proves that Twilio refused or was not reached:
 * a 5xx may come after the message was accepted, and a 4xx without a code of Twilio's from a proxy.
 */
export function failureOf(error: unknown): CallFailure {
  const { status, code, message } = facts(error);
  if (status !== null) {
    if (isRefusal(status) && isTwilioCode(code)) {
      return { kind: 'refused', httpStatus: status, twilioCode: code, twilioText: message };
    }
    return { kind: 'unknown', doubt: 'server_fault', httpStatus: status };
  }
  if (typeof code === 'string' && NOT_CONNECTED.has(code)) return { kind: 'unreachable' };
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ERR_CANCELED') {
    return { kind: 'unknown', doubt: 'no_answer_in_time', httpStatus: null };
  }
  if (typeof code === 'string')
    return { kind: 'unknown', doubt: 'connection_lost', httpStatus: null };
  return { kind: 'unknown', doubt: 'answer_unreadable', httpStatus: null };
}

function facts(error: unknown): {
  readonly status: number | null;
  readonly code: number | string | null;
  readonly message: string;
} {
  if (typeof error !== 'object' || error === null) return { status: null, code: null, message: '' };
  const { status, code, message } = error as Record<string, unknown>;
  return {
    status: typeof status === 'number' ? status : null,
    code: typeof code === 'number' || typeof code === 'string' ? code : null,
    message: typeof message === 'string' ? message : '',
  };
}

/** After a 4xx nothing was done, except after the timeouts 408 and 499. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 499;
}

/** Twilio's codes have five digits. */
function isTwilioCode(code: number | string | null): code is number {
  return typeof code === 'number' && Number.isInteger(code) && code >= 10_000;
}

/** The reason to stop a run that needs an answer from Twilio. */
export function stopOf(failure: CallFailure): InviteError {
  switch (failure.kind) {
    case 'unreachable':
      return new InviteError({ code: 'twilio_unreachable' });
    case 'unknown':
      return new InviteError({ code: 'twilio_unclear', httpStatus: failure.httpStatus });
    case 'refused': {
      const { twilioCode, twilioText } = failure;
      return new InviteError({ code: 'twilio_refused', twilioCode, twilioText });
    }
  }
}
