import type { LoadedList } from '../../application/check/load-list.ts';
import type { HeldBack } from '../../application/check/settle-list.ts';
import type { SendReport } from '../../application/send/send-messages.ts';
import { exclusionsByRow } from '../../domain/problem/finding.ts';
import type { Fate } from '../../domain/delivery/fate.ts';
import type { Message, MessageKey } from '../../domain/message/message.ts';
import type { MessageSid } from '../../domain/delivery/ids.ts';
import { exitCodeOfFate, exitCodeOfStop, highest, type ExitCode } from '../exit-codes/exit-code.ts';
import { errorOfFate, LEFT_OUT, type FateError } from '../../text/delivery/fate.ts';
import { explainFinding } from '../../text/list/finding.ts';

const OUTCOMES = [
  'accepted',
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

/** What became of one record of the list. */
export type Result = {
  readonly row: number;
  /** Null where the row has no message: it has faults, or was left out. */
  readonly key: MessageKey | null;
  readonly to: string | null;
  readonly outcome: ResultOutcome;
  readonly message_sid: string | null;
  readonly error: FateError | null;
};

/** Outcomes that there are only where others send too; a summary has them where they occur. */
type SharedOutcome = 'queued' | 'on_its_way';

export type Summary = {
  readonly [part in Exclude<ResultOutcome, SharedOutcome> | 'total']: number;
} & { readonly [part in SharedOutcome]?: number };

/** One result for every record of the list, in its order: nothing is lost on the way. */
export function resultsOf(
  loaded: LoadedList,
  { fates }: SendReport,
  heldBack: readonly HeldBack[] = [],
): readonly Result[] {
  const becauseOf = new Map(heldBack.map(({ message, because }) => [message.key, because]));
  const held = loaded.refusedRows.map(({ row, because }): Result => {
    const error = { code: because.detail.code, ...explainFinding(because) };
    return { row, key: null, to: null, outcome: 'held_back', message_sid: null, error };
  });
  const repeats = loaded.findings.filter(({ detail }) => detail.code === 'same_invite_twice');
  const repeatByRow = new Map(repeats.map((finding) => [finding.row, finding]));
  const repeated = loaded.repeats.map((message): Result => {
    const finding = repeatByRow.get(message.invite.row);
    const error =
      finding === undefined ? null : { code: finding.detail.code, ...explainFinding(finding) };
    return { ...placeOf(message), outcome: 'held_back', message_sid: null, error };
  });
  const excluded = exclusionsByRow(loaded.findings);
  const leftOut = loaded.leftOut.map((row): Result => {
    const why = excluded.get(row);
    const error = why === undefined ? LEFT_OUT : { code: why.detail.code, ...explainFinding(why) };
    return { row, key: null, to: null, outcome: 'held_back', message_sid: null, error };
  });
  const sent = loaded.messages.map((message): Result => {
    const because = becauseOf.get(message.key);
    if (because !== undefined) {
      const error = { code: because.detail.code, ...explainFinding(because) };
      return { ...placeOf(message), outcome: 'held_back', message_sid: null, error };
    }
    return resultOf(message, fates.get(message.key) ?? { kind: 'left' });
  });
  return [...held, ...repeated, ...leftOut, ...sent].toSorted((a, b) => a.row - b.row);
}

/** Results as `--json` has them, with the keys by which the ledger knows the messages. */
export function withLedgerKeys(
  results: readonly Result[],
  keyOf: (key: MessageKey) => string,
): readonly object[] {
  return results.map((one) => ({ ...one, key: one.key === null ? null : keyOf(one.key) }));
}

/** What became of one message that was asked about. */
export function resultOf(message: Message, fate: Fate): Result {
  const [outcome, message_sid] = outcomeOf(fate);
  return { ...placeOf(message), outcome, message_sid, error: errorOfFate(fate) };
}

/** Counts by outcome; the parts add up to `total`. */
export function summaryOf(results: readonly Result[]): Summary {
  const counts = Object.fromEntries(
    OUTCOMES.map(
      (outcome) => [outcome, results.filter((one) => one.outcome === outcome).length] as const,
    ).filter(([outcome, number]) => number > 0 || !isShared(outcome)),
  ) as Omit<Summary, 'total'>;
  return { total: results.length, ...counts };
}

function isShared(outcome: ResultOutcome): outcome is SharedOutcome {
  return outcome === 'queued' || outcome === 'on_its_way';
}

export function exitCodeOf(loaded: LoadedList, { fates, halt }: SendReport): ExitCode {
  if (halt?.kind === 'interrupted') return 130;
  const codes: ExitCode[] = [...fates.values()].map(exitCodeOfFate);
  if (loaded.refusedRows.length > 0) codes.push(loaded.messages.length === 0 ? 3 : 6);
  if (halt?.kind === 'failed') codes.push(exitCodeOfStop(halt.problem));
  if (halt?.kind === 'template' || halt?.kind === 'queue') codes.push(4);
  if (halt?.kind === 'unreachable') codes.push(5);
  return highest(codes);
}

function placeOf(message: Message): Pick<Result, 'row' | 'key' | 'to'> {
  return { row: message.invite.row, key: message.key, to: message.to };
}

/** The word for what became of one message, and Twilio's id of it. */
export function outcomeOf(fate: Fate): readonly [ResultOutcome, MessageSid | null] {
  switch (fate.kind) {
    case 'accepted':
      return ['accepted', fate.messageSid];
    case 'already_sent':
      return ['already_sent', fate.attempt.messageSid];
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
