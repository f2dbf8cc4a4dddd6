import type { Holdings } from '../../../application/forget/forget.ts';
import { count, listed } from '../../../text/format.ts';

/** What is erased, what stays, and what is out of reach: a page to read before a yes. */
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

/** What others who share the ledger had begun to send before it could be erased; empty where nothing. */
export function leftInWords({ open }: Holdings): string {
  if (open === 0) return '';
  const left =
    open === 1 ? 'is being sent by somebody else and was' : 'are being sent by others and were';
  return `${count(open, 'message')} ${left} left as ${open === 1 ? 'it is' : 'they are'}: run the same line again later.\n`;
}

/** `2 messages, 1 reply and 1 older copy of the ledger`. */
export function erasedInWords({ copies, ...holdings }: Holdings): string {
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
