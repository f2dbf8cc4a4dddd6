import type { LoadedList } from '../../application/check/load-list.ts';
import type { HeldBack } from '../../application/check/settle-list.ts';
import type { Halt, SendReport } from '../../application/send/send-messages.ts';
import type { LateFailure } from '../../application/send/send-one.ts';
import { refusalOf } from '../../domain/delivery/codes/refusal.ts';
import type { Fate } from '../../domain/delivery/fate.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import { nonDeliveryOf } from '../../domain/delivery/non-delivery.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { Finding } from '../../domain/problem/finding.ts';
import { exclusionsByRow } from '../../domain/problem/finding.ts';
import { errorOfFailure, errorOfFate, LEFT_OUT, type FateError } from '../../text/delivery/fate.ts';
import { explainFinding } from '../../text/list/finding.ts';
import { exitCodeOfFate, exitCodeOfStop, highest, type ExitCode } from '../exit-code.ts';
import { rowJson } from '../list/row-json.ts';

const OUTCOMES = [
  'accepted',
  'not_delivered',
  'already_sent',
  'queued',
  'on_its_way',
  'skipped',
  'held_back',
  'refused',
  'unknown',
  'left',
] as const;

export type ResultOutcome = (typeof OUTCOMES)[number];

/** The result for one record of the list. */
export type Result = {
  readonly row: number;
  /** Null where the row has no message: it has faults, or is left out. */
  readonly key: MessageKey | null;
  readonly to: string | null;
  readonly outcome: ResultOutcome;
  readonly message_sid: string | null;
  readonly error: FateError | null;
};

/** A summary has these outcomes only where they occur. */
const RARE_OUTCOMES = ['not_delivered', 'queued', 'on_its_way'] as const;
type RareOutcome = (typeof RARE_OUTCOMES)[number];

export type Summary = {
  readonly [part in Exclude<ResultOutcome, RareOutcome> | 'total']: number;
} & { readonly [part in RareOutcome]?: number };

/**
 * One result for every record of the list, in its order.
 *
 * @param heldBack messages that are not offered: the other parent was chosen, or the number is opted out
 * @param later the rows that the options of the run leave for later
 */
export function resultsOf(
  loaded: LoadedList,
  { fates, failedLater }: SendReport,
  heldBack: readonly HeldBack[] = [],
  later: ReadonlySet<number> = new Set(),
): readonly Result[] {
  const reasonByKey = new Map(heldBack.map(({ message, because }) => [message.key, because]));
  const repeats = loaded.findings.filter(({ detail }) => detail.code === 'same_invite_twice');
  const repeatByRow = new Map(repeats.map((finding) => [finding.row, finding]));
  const exclusionByRow = exclusionsByRow(loaded.findings);
  return [
    ...loaded.refusedRows.map(({ row, because }) =>
      later.has(row)
        ? leftResult(noMessageAt(row))
        : heldBackResult(noMessageAt(row), errorOf(because)),
    ),
    ...loaded.repeats.map((message) => {
      if (later.has(message.invite.row)) return leftResult(placeOf(message));
      const repeat = repeatByRow.get(message.invite.row);
      return heldBackResult(placeOf(message), repeat === undefined ? null : errorOf(repeat));
    }),
    ...loaded.leftOut.map((row) => {
      if (later.has(row)) return leftResult(noMessageAt(row));
      const exclusion = exclusionByRow.get(row);
      const error = exclusion === undefined ? LEFT_OUT : errorOf(exclusion);
      return heldBackResult(noMessageAt(row), error);
    }),
    ...loaded.messages.map((message) => {
      const reason = reasonByKey.get(message.key);
      return reason === undefined
        ? resultOf(
            message,
            fates.get(message.key) ?? { kind: 'left' },
            failedLater.get(message.key),
          )
        : heldBackResult(placeOf(message), errorOf(reason));
    }),
  ].toSorted((a, b) => a.row - b.row);
}

function noMessageAt(row: number): Pick<Result, 'row' | 'key' | 'to'> {
  return { row, key: null, to: null };
}

function heldBackResult(place: Pick<Result, 'row' | 'key' | 'to'>, error: Result['error']): Result {
  return { ...place, outcome: 'held_back', message_sid: null, error };
}

function leftResult(place: Pick<Result, 'row' | 'key' | 'to'>): Result {
  return { ...place, outcome: 'left', message_sid: null, error: null };
}

function errorOf(finding: Finding): FateError {
  return { code: finding.detail.code, ...explainFinding(finding) };
}

/**
 * Results as `--json` prints them.
 *
 * @param keyOf the hashed key under which the ledger keeps a message
 * @param sheets the names of the sheets, where several are read
 */
export function resultsJson(
  results: readonly Result[],
  keyOf: (key: MessageKey) => string,
  sheets: readonly string[] | undefined,
): readonly object[] {
  return results.map((one) => ({
    ...one,
    ...rowJson(one.row, sheets),
    key: one.key === null ? null : keyOf(one.key),
  }));
}

/**
 * The result for one message the operator was asked about.
 *
 * @param failure why Twilio could not deliver it, where it is known
 */
export function resultOf(message: Message, fate: Fate, failure?: LateFailure): Result {
  if (failure !== undefined) {
    return {
      ...placeOf(message),
      outcome: isProven(failure) ? 'not_delivered' : 'accepted',
      message_sid: failure.messageSid,
      error: errorOfFailure(failure),
    };
  }
  const [outcome, message_sid] = outcomeOf(fate);
  return { ...placeOf(message), outcome, message_sid, error: errorOfFate(fate) };
}

/** Whether the failure proves that the message did not arrive. */
function isProven({ state: delivery, twilioCode: deliveryCode }: LateFailure): boolean {
  return nonDeliveryOf({ state: 'accepted', delivery, deliveryCode }) !== null;
}

/** Counts by outcome; the parts add up to `total`. */
export function summaryOf(results: readonly Result[]): Summary {
  const counts = Object.fromEntries(
    OUTCOMES.map(
      (outcome) => [outcome, results.filter((one) => one.outcome === outcome).length] as const,
    ).filter(([outcome, number]) => number > 0 || !isRare(outcome)),
  ) as Omit<Summary, 'total'>;
  return { total: results.length, ...counts };
}

function isRare(outcome: ResultOutcome): outcome is RareOutcome {
  return (RARE_OUTCOMES as readonly ResultOutcome[]).includes(outcome);
}

/** The exit code of a send: the highest of those that its messages, rows and end call for. */
export function exitCodeOf(loaded: LoadedList, { fates, failedLater, halt }: SendReport): ExitCode {
  if (halt?.kind === 'interrupted') return 130;
  const codes: ExitCode[] = [...fates.values()].map(exitCodeOfFate);
  if (loaded.refusedRows.length > 0) codes.push(loaded.messages.length === 0 ? 3 : 6);
  if (halt?.kind === 'failed') codes.push(exitCodeOfStop(halt.problem));
  if (halt?.kind === 'template' || halt?.kind === 'queue') codes.push(4);
  if (halt?.kind === 'unreachable') codes.push(5);
  if (failedLater.size > 0) codes.push(exitCodeOfFailures(halt));
  return highest(codes);
}

/** Where the run stopped because of the failures, what has to be corrected first counts. */
function exitCodeOfFailures(halt: Halt | null): ExitCode {
  const reason = halt?.kind === 'paused' ? halt.reason : halt;
  if (reason?.kind !== 'not_delivered' || reason.twilioCode === null) return 6;
  return refusalOf(reason.twilioCode)?.about === undefined ? 6 : 4;
}

function placeOf(message: Message): Pick<Result, 'row' | 'key' | 'to'> {
  return { row: message.invite.row, key: message.key, to: message.to };
}

/** The outcome of one message, with its SID where Twilio returned one. */
export function outcomeOf(fate: Fate): readonly [ResultOutcome, MessageSid | null] {
  switch (fate.kind) {
    case 'accepted':
      return ['accepted', fate.messageSid];
    case 'already_sent':
      return ['already_sent', fate.attempt.messageSid];
    case 'not_delivered':
      return ['not_delivered', fate.attempt.messageSid];
    case 'unknown':
    case 'still_unknown':
      return ['unknown', null];
    case 'opted_out':
      return ['held_back', null];
    case 'unreachable':
    case 'lapsed':
      return ['left', null];
    case 'queued':
    case 'on_its_way':
    case 'refused':
    case 'skipped':
    case 'left':
      return [fate.kind, null];
  }
}
