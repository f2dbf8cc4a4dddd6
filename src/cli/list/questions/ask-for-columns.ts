import type { ColumnDoubt } from '../../../adapters/list-file/columns/column-survey.ts';
import type { HeadingMap } from '../../../adapters/list-file/columns/map-headings.ts';
import { areFullNames } from '../../../domain/list/headings/fitting-cells.ts';
import type { ColumnCandidate } from '../../../domain/problem/finding.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import {
  canBeShared,
  FULL_NAMES,
  fullNameOf,
  isField,
  isFullName,
  type ColumnField,
  type Field,
} from '../../../domain/record/field.ts';
import { cutTo } from '../../../text/format.ts';
import {
  candidateText,
  columnDoubtText,
  columnKeysText,
  fullNamesText,
  hasOneForAll,
  isNeeded,
  moreColumnsText,
  noColumnText,
  nothingCanBeSentText,
  ONE_VALUE_PROMPT,
  whichColumnText,
} from '../../../text/list/column-question.ts';
import type { ListOptions } from '../../command-line/options.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { faultOfValue } from '../value-fault.ts';
import type { Conversation } from './conversation.ts';

/** The columns and the values for all rows that the operator chose. */
export type ChosenColumns = {
  readonly map: HeadingMap;
  readonly set: ListOptions['set'];
};

/** What the operator answered about one field. */
type Answer =
  | { readonly kind: 'column'; readonly field: ColumnField; readonly heading: string }
  | { readonly kind: 'value'; readonly field: Field; readonly value: string }
  | { readonly kind: 'none' };

type Answered = { readonly doubt: ColumnDoubt; readonly answer: Answer };

/** One key for each column on the screen: 1 to 9. */
const MOST_SHOWN = 9;
/** The lines of a question beside those of its columns. */
const OTHER_LINES = 8;

/**
 * Asks which column holds each field that has no certain one, the likely columns first. A field that can be
 * the same for all rows may get a value instead.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function askForColumns(
  doubts: readonly ColumnDoubt[],
  conversation: Conversation,
): Promise<ChosenColumns> {
  const answered: Answered[] = [];
  for (;;) {
    const open = openDoubts(doubts, answered);
    const [doubt] = open;
    if (doubt === undefined) return chosenIn(answered);
    const place = { at: answered.length + 1, of: answered.length + open.length };
    // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
    const answer = await askAboutField(doubt, place, conversation);
    if (answer === 'back') answered.pop();
    else answered.push({ doubt, answer });
  }
}

/**
 * What is still to be asked. A column of full names answers for the last name as well, and one of first
 * names, in place of a full name, leaves the last name to be asked about. A column that was taken is not
 * offered again.
 */
function openDoubts(
  doubts: readonly ColumnDoubt[],
  answered: readonly Answered[],
): readonly ColumnDoubt[] {
  const asked = new Set(answered.map(({ doubt }) => doubt.field));
  const { map } = chosenIn(answered);
  const taken = new Set(Object.values(map));
  const all = doubts.flatMap((doubt) => [doubt, ...lastNameDoubt(doubt, doubts, map)]);
  return all
    .filter(({ field }) => !asked.has(field) && !isAnswered(field, map))
    .map((doubt) => withoutTaken(doubt, taken))
    .filter(({ field, candidates }) => candidates.length > 0 || hasOneForAll(field));
}

function lastNameDoubt(
  { field, candidates }: ColumnDoubt,
  doubts: readonly ColumnDoubt[],
  map: HeadingMap,
): readonly ColumnDoubt[] {
  if (!isFullName(field)) return [];
  const [first, last] = FULL_NAMES[field];
  const isAsked = map[first] !== undefined && !doubts.some((doubt) => doubt.field === last);
  return isAsked ? [{ field: last, candidates, likely: 0 }] : [];
}

/** A full name stands for first and last name, and those two for the full name. */
function isAnswered(field: ColumnField, map: HeadingMap): boolean {
  const full = fullNameOf(field);
  const parts = isFullName(field) ? FULL_NAMES[field] : [];
  return (
    (full !== null && map[full] !== undefined) || parts.some((part) => map[part] !== undefined)
  );
}

function withoutTaken(doubt: ColumnDoubt, taken: ReadonlySet<string>): ColumnDoubt {
  const isFree = ({ heading }: ColumnCandidate): boolean => !taken.has(heading);
  return {
    ...doubt,
    candidates: doubt.candidates.filter(isFree),
    likely: doubt.candidates.slice(0, doubt.likely).filter(isFree).length,
  };
}

function chosenIn(answered: readonly Answered[]): ChosenColumns {
  const map: { [field in ColumnField]?: string } = {};
  const set: { [field in Field]?: string } = {};
  for (const { answer } of answered) {
    if (answer.kind === 'column') map[answer.field] = answer.heading;
    if (answer.kind === 'value') set[answer.field] = answer.value;
  }
  return { map, set };
}

async function askAboutField(
  { field, candidates }: ColumnDoubt,
  place: { readonly at: number; readonly of: number },
  conversation: Conversation,
): Promise<Answer | 'back'> {
  const { output, colours } = conversation;
  const shown = Math.max(1, Math.min(MOST_SHOWN, (output.rows() ?? 24) - OTHER_LINES));
  let page = 0;
  output.write(`\n${colours.odd(columnDoubtText(field, place))}\n`);
  output.write(pageText(field, candidates, { from: 0, shown }, conversation));
  for (;;) {
    const from = page * shown;
    const onPage = candidates.slice(from, from + shown);
    const keys = [
      ...onPage.map((_, index) => String(index + 1)),
      ...(candidates.length > shown ? ['m'] : []),
      '0',
      ...(place.at > 1 ? ['b'] : []),
      'q',
      '?',
    ];
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    const key = await pressed(whichColumnText(field, keys), keys, conversation);
    const candidate = onPage[Number(key) - 1];
    if (candidate !== undefined) return columnAnswer(field, candidate, conversation);
    if (key === 'b') return 'back';
    if (key === '?') output.write(columnKeysText(field));
    if (key === 'm') {
      page = from + shown < candidates.length ? page + 1 : 0;
      output.write(`\n${pageText(field, candidates, { from: page * shown, shown }, conversation)}`);
    }
    if (key === '0') {
      // oxlint-disable-next-line no-await-in-loop -- as above
      const answer = await noColumn(field, conversation);
      if (answer !== null) return answer;
    }
  }
}

function pageText(
  field: ColumnField,
  candidates: readonly ColumnCandidate[],
  { from, shown }: { readonly from: number; readonly shown: number },
  { output }: Conversation,
): string {
  const columns = output.columns() ?? Infinity;
  const onPage = candidates.slice(from, from + shown);
  const left = candidates.length - from - onPage.length;
  const lines = [
    ...onPage.map((candidate, index) => `  ${index + 1}  ${candidateText(candidate)}`),
    ...(candidates.length > shown
      ? [`  m  ${left > 0 ? moreColumnsText(left) : 'the first columns again'}`]
      : []),
    `  0  ${noColumnText(field)}`,
  ];
  return lines.map((line) => `${cutTo(line, columns - 1)}\n`).join('');
}

/** A column of first and last names together is taken as such, whichever of the two was asked about. */
function columnAnswer(
  field: ColumnField,
  { heading, samples }: ColumnCandidate,
  { output }: Conversation,
): Answer {
  const full = isFullName(field) ? field : fullNameOf(field);
  const first = full === null ? null : FULL_NAMES[full][0];
  if (full === null || first === null || (field !== full && field !== first)) {
    return { kind: 'column', field, heading };
  }
  if (!areFullNames(samples)) return { kind: 'column', field: first, heading };
  output.write(`${fullNamesText(heading)}\n`);
  return { kind: 'column', field: full, heading };
}

/** Null if the operator goes back to the columns. */
async function noColumn(field: ColumnField, conversation: Conversation): Promise<Answer | null> {
  const { output, answers, stop } = conversation;
  if (!isField(field) || !canBeShared(field)) {
    if (isNeeded(field)) output.write(`${nothingCanBeSentText(field)}\n`);
    return { kind: 'none' };
  }
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- asked until the value is one
    const line = await answers.nextLine(ONE_VALUE_PROMPT, stop);
    if (line === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
    const value = line.trim();
    if (value === '') return null;
    const fault = faultOfValue(field, value);
    if (fault === null) return { kind: 'value', field, value };
    // oxlint-disable-next-line no-await-in-loop -- as above
    await writeWrapped(output, `${fault.message} ${fault.fix}\n`);
  }
}

async function pressed(
  question: string,
  keys: readonly string[],
  { answers, colours, stop }: Conversation,
): Promise<string> {
  const key = await answers.next(
    {
      question: colours.bold(question),
      keys,
      otherKey: colours.odd(`Press one of the keys ${keys.join(', ')}.`),
    },
    stop,
  );
  if (key === null || key === 'q' || stop.aborted) {
    throw new InviteError({ code: 'stopped_by_hand' });
  }
  return key;
}
