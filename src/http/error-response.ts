import { SENDING_HALTED, type SendingHalt } from '../domain/policy/sending-halt.ts';
import { InviteError, type StopProblem } from '../domain/problem/problem.ts';
import { problem, type HttpResponse } from './http-response.ts';
import type { LogFacts } from './log.ts';
import { UnreadableBody } from './read-body.ts';

const UNREADABLE: { readonly [reason in UnreadableBody['reason']]: HttpResponse } = {
  cut_off: problem(400, 'cut_off', {
    message: 'The body of the request broke off. Nothing was done.',
    fix: 'Send it again, all of it.',
  }),
  not_utf8: problem(400, 'not_utf8', {
    message: 'The body of the request is not in UTF-8. Nothing was done.',
    fix: 'Send it in UTF-8.',
  }),
};

const FIX =
  'Ask again later: whatever is asked for twice is sent once. The operator of the service looks into its log.';

/** The response to a known error; null for any other. */
export function errorResponse(error: unknown): HttpResponse | null {
  if (error instanceof UnreadableBody) return UNREADABLE[error.reason];
  const facts = errorFacts(error);
  if (facts === null) return null;
  const message =
    facts.setting === undefined
      ? 'The ledger cannot be used.'
      : 'The service is not set up as it has to be. Nothing was done.';
  return problem(503, facts.outcome, { message, fix: FIX }, { facts });
}

export const FAULT: HttpResponse = problem(500, 'fault', {
  message: 'This is a fault in the service itself.',
  fix: FIX,
});

/** What is logged of a known error; null for any other. */
export function errorFacts(
  error: unknown,
): (LogFacts & { readonly outcome: StopProblem['code'] }) | null {
  if (!(error instanceof InviteError)) return null;
  const names = settingsIn(error.problem);
  const setting = names.length === 0 ? {} : { setting: names.join(', ') };
  return { ...stopFacts(error.problem), ...setting };
}

/** A problem for the log: its code, and Twilio's where Twilio refused. */
export function stopFacts(stop: StopProblem): LogFacts & { readonly outcome: StopProblem['code'] } {
  return {
    outcome: stop.code,
    ...(stop.code === 'twilio_refused' ? { twilio_code: stop.twilioCode } : {}),
  };
}

/** A halt for an answer and the log, with Twilio's code where it gives one. */
export function haltFacts({ twilioCode }: SendingHalt): {
  readonly outcome: typeof SENDING_HALTED;
  readonly twilio_code?: number;
} {
  return { outcome: SENDING_HALTED, ...(twilioCode === null ? {} : { twilio_code: twilioCode }) };
}

/** The names of settings that are missing or malformed, never their values. */
function settingsIn(stop: StopProblem): readonly string[] {
  if (stop.code !== 'settings_missing' && stop.code !== 'settings_malformed') return [];
  const missing = stop.code === 'settings_missing' ? stop.names : [];
  return [...new Set([...missing, ...stop.faults.map(({ name }) => name)])];
}
