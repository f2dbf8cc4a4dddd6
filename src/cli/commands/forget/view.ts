import type { RemovalReport } from '../../../application/forget/delete-at-twilio.ts';
import type { Holdings, ErasureSubject, Forgotten } from '../../../application/forget/forget.ts';
import type { Season } from '../../../domain/record/values/season.ts';
import { count, listed, formatPhone, printable } from '../../../text/format.ts';
import { explainRemoval, removalText } from '../../../text/removal.ts';
import type { ListOptions } from '../../command-line/options.ts';
import type { Output, Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

export type ForgetOptions = Pick<ListOptions, 'json' | 'quiet' | 'color'> & {
  readonly season?: Season | undefined;
  readonly dryRun: boolean;
};

/** The number as this output may show it, or `season 2026-27`. */
export function subjectText(output: Output, subject: ErasureSubject): string {
  return subject.kind === 'number'
    ? formatPhone(output, subject.phone)
    : `season ${subject.season}`;
}

/** What Twilio may have of the subject, and whether the settings are enough to delete it there. */
export type AtTwilio = { readonly count: number; readonly canDelete: boolean };

/** What is erased, what stays, and what the operator has to delete elsewhere; shown before the question. */
export function holdingsPage(holdings: Holdings, twilio: AtTwilio): string {
  const goes = linesOf(holdings);
  const { messages, optOuts, open, recoverableDays } = holdings;
  return [
    '',
    recoverableDays === 0
      ? 'Goes, and cannot be brought back:'
      : `Goes; AWS can bring it back for ${count(recoverableDays, 'day')}, and nobody after that:`,
    ...(goes.length === 0 ? ['  nothing: none of it is kept'] : goes.map((line) => `  ${line}`)),
    '',
    'Stays:',
    ...(messages > 0
      ? [
          `  a keyed code for ${count(messages, 'message')}, so that nobody writes again, with times,`,
          "  Twilio's ids, and who said yes",
        ]
      : []),
    ...(optOuts > 0
      ? [`  a keyed code for ${count(optOuts, 'opt-out')}, so that nobody writes there again`]
      : []),
    '  lists and pages you saved elsewhere: delete those yourself',
    `  ${twilioLine(twilio)}`,
    ...(open > 0
      ? [
          '',
          `${count(open, 'message')} of these ${open === 1 ? 'is' : 'are'} still open; a send has to ask Twilio first.`,
        ]
      : []),
    '',
  ].join('\n');
}

/** The messages that other runs were sending meanwhile, which are left; empty where there are none. */
export function leftText({ open }: Holdings): string {
  if (open === 0) return '';
  const left =
    open === 1 ? 'is being sent by somebody else and was' : 'are being sent by others and were';
  return `${count(open, 'message')} ${left} left as ${open === 1 ? 'it is' : 'they are'}: run the same line again later.\n`;
}

/** The older copies that were not deleted; empty where there are none. */
export function copiesLeftText(copies: readonly string[]): string {
  if (copies.length === 0) return '';
  const them = copies.length === 1 ? 'it' : 'them';
  return `Not deleted, because another program has ${them} open: ${listed(copies)}. Close that program and run the same line again.\n`;
}

/** `2 messages, 1 reply and 1 older copy of the ledger`. */
function erasedText({ copies, ...holdings }: Holdings): string {
  return listed([
    ...PARTS.flatMap(([of, one, many]) => {
      const number = holdings[of];
      return number === 0 ? [] : [count(number, one, many)];
    }),
    ...(copies.length === 0 ? [] : [count(copies.length, ...COPIES)]),
  ]);
}

function twilioLine({ count: records, canDelete }: AtTwilio): string {
  return canDelete && records > 0
    ? `Twilio's own records of ${count(records, 'message')}: the second question is about these`
    : "Twilio's own records: delete those in the Twilio console";
}

const COPIES = ['older copy of the ledger', 'older copies of the ledger'] as const;

type Counted = Exclude<keyof Holdings, 'copies' | 'open' | 'recoverableDays'>;

const PARTS: readonly (readonly [of: Counted, one: string, many: string, more: string])[] = [
  ['messages', 'message', 'messages', ': names, number, team and text'],
  ['texts', 'text to others', 'texts to others', ' that names this number: its text alone'],
  ['players', 'player', 'players', ' as the last lists had them'],
  ['replies', 'reply', 'replies', ' with its text'],
  ['answers', 'answer of yours', 'answers of yours', ' with its text'],
  ['optOuts', 'number of an opt-out', 'numbers of opt-outs', ''],
  ['deadLetters', 'dead letter of the queue on AWS', 'dead letters of the queue on AWS', ''],
  ['simulated', 'message of the simulator', 'messages of the simulator', ''],
];

function linesOf({ copies, ...holdings }: Holdings): readonly string[] {
  return [
    ...PARTS.flatMap(([of, one, many, more]) => {
      const number = holdings[of];
      return number === 0 ? [] : [`${count(number, one, many)}${more}`];
    }),
    ...(copies.length === 0
      ? []
      : [
          `${count(copies.length, ...COPIES)}, with everybody in ${copies.length === 1 ? 'it' : 'them'}:`,
          ...copies.map((copy) => `  ${copy}`),
        ]),
  ];
}

type ForgetResult =
  | Forgotten
  | { readonly kind: 'dry_run'; readonly holdings: Holdings; readonly twilio: AtTwilio };

/** Prints what was erased, or why nothing was. */
export async function showForgotten(
  shell: Shell,
  { json, color }: ForgetOptions,
  subject: ErasureSubject,
  result: ForgetResult,
): Promise<void> {
  const { stdout } = shell;
  const holdings = result.kind === 'nothing_kept' ? null : result.holdings;
  if (json) {
    writeDocument(stdout, {
      command: 'forget',
      ...(subject.kind === 'number' ? { number: subject.phone } : { season: subject.season }),
      outcome: result.kind,
      ...(holdings === null ? {} : holdingsJson(holdings)),
      ...('copiesLeft' in result ? { copies_left: result.copiesLeft } : {}),
      ...('atTwilio' in result ? { at_twilio: removalJson(result.atTwilio) } : {}),
    });
    return;
  }
  const colours = await coloursFor(stdout, shell, color);
  const name = subjectText(stdout, subject);
  switch (result.kind) {
    case 'nothing_kept':
      stdout.write(`${name}  nothing is kept that could be erased\n`);
      return;
    case 'kept':
      stdout.write(`${name}  kept: nothing was erased\n`);
      return;
    case 'erased': {
      const { atTwilio } = result;
      const there = atTwilio === null ? '' : `${removalText(atTwilio)}.\n`;
      await writeWrapped(
        stdout,
        `${name}  ${colours.good('erased')}: ${erasedText(result.holdings)}\n${there}${leftText(result.holdings)}${copiesLeftText(result.copiesLeft)}`,
        2,
      );
      return;
    }
    case 'twilio_incomplete':
      await writeWrapped(
        stdout,
        `${name}  ${colours.bad('not erased')}: ${removalText(result.atTwilio)}. Nothing was erased here.\n${failureLines(result.atTwilio)}`,
        2,
      );
      return;
    case 'dry_run':
      stdout.write(
        `${colours.bold(`Forget ${name}`)}\n${holdingsPage(result.holdings, result.twilio)}`,
      );
      stdout.write('\nNothing was erased: this was a dry run.\n');
      return;
  }
}

/** The reasons why messages were not deleted, each once with how many it is for. */
function failureLines({ failed }: RemovalReport): string {
  const byReason = Map.groupBy(failed, ({ why }) => JSON.stringify(explainRemoval(why)));
  const lines = [...byReason.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const { message, fix } = explainRemoval(first.why);
    return [`${count(same.length, 'message')}: ${printable(message)} ${fix ?? ''}`.trimEnd()];
  });
  return [...lines, GO_ON, ''].join('\n');
}

const GO_ON =
  'Run the same line again: it goes on where it was. With n at the second question it erases here alone.';

function removalJson(report: RemovalReport | null): object | null {
  if (report === null) return null;
  const { deleted, gone, failed, left } = report;
  return {
    deleted,
    already_gone: gone,
    failed: failed.map(({ sid, why }) => ({
      message_sid: sid,
      code: why.kind === 'refused' ? why.twilioCode : null,
      ...explainRemoval(why),
    })),
    left,
  };
}

function holdingsJson({ copies, open, recoverableDays, ...holdings }: Holdings): object {
  const { messages, texts, players, replies, answers, optOuts, deadLetters, simulated } = holdings;
  return {
    goes: {
      messages,
      texts_naming_it: texts,
      players,
      replies,
      answers,
      opt_out_numbers: optOuts,
      simulated_messages: simulated,
      ...(deadLetters === 0 ? {} : { dead_letters: deadLetters }),
      ledger_copies: copies,
    },
    stays: { message_keys: messages, opt_out_hashes: optOuts },
    open,
    recoverable_days: recoverableDays,
  };
}
