import type { Holdings, ErasureSubject, Forgotten } from '../../../application/forget/forget.ts';
import type { Season } from '../../../domain/record/values/season.ts';
import { count, listed, formatPhone } from '../../../text/format.ts';
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

/** What is erased, what stays, and what the operator has to delete elsewhere; shown before the question. */
export function holdingsPage(holdings: Holdings): string {
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
          `  ${count(messages, 'key')} as ${hashes(messages)}, so that nobody is written to twice, with times,`,
          "  Twilio's ids, and who said yes",
        ]
      : []),
    ...(optOuts > 0
      ? [
          `  ${count(optOuts, 'opt-out')} as ${hashes(optOuts)}, so that nothing is sent there any more`,
        ]
      : []),
    '  lists and pages you saved elsewhere: delete those yourself',
    "  Twilio's own records: delete those in the Twilio console",
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

function hashes(number: number): string {
  return number === 1 ? 'a hash' : 'hashes';
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

type ForgetResult = Forgotten | { readonly kind: 'dry_run'; readonly holdings: Holdings };

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
    case 'erased':
      await writeWrapped(
        stdout,
        `${name}  ${colours.good('erased')}: ${erasedText(result.holdings)}\n${leftText(result.holdings)}`,
        2,
      );
      return;
    case 'dry_run':
      stdout.write(`${colours.bold(`Forget ${name}`)}\n${holdingsPage(result.holdings)}`);
      stdout.write('\nNothing was erased: this was a dry run.\n');
      return;
  }
}

function holdingsJson({ copies, open, recoverableDays, ...holdings }: Holdings): object {
  const { messages, texts, players, replies, answers, optOuts, simulated } = holdings;
  return {
    goes: {
      messages,
      texts_naming_it: texts,
      players,
      replies,
      answers,
      opt_out_numbers: optOuts,
      simulated_messages: simulated,
      ledger_copies: copies,
    },
    stays: { message_keys: messages, opt_out_hashes: optOuts },
    open,
    recoverable_days: recoverableDays,
  };
}
