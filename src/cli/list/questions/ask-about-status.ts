import type { StatusColumn } from '../../../adapters/list-file/columns/exclude-rows.ts';
import type { Answer } from '../../../domain/list/exclusion/column.ts';
import type { RowDecision } from '../../../domain/list/exclusion/row-decision.ts';
import { groupValues, type ValueGroup } from '../../../domain/list/exclusion/value-groups.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { count, cutTo, few, printable } from '../../../text/format.ts';
import { valueText } from '../../../text/list/status-value.ts';
import { hanging } from '../../terminal/wrap-text.ts';
import type { Conversation } from './conversation.ts';

/** Each group has a digit, and a column has room on a small screen. */
const MOST_GROUPS = 9;

/**
 * Asks, for each status or consent column with unclear cells, which of its values get the invite. Inviting rows that say no has to be confirmed by a typed word.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function askAboutStatus(
  columns: readonly StatusColumn[],
  conversation: Conversation,
): Promise<readonly RowDecision[]> {
  const decisions: RowDecision[] = [];
  for (const column of columns.filter(isToAsk)) {
    // oxlint-disable-next-line no-await-in-loop -- one question after the other
    decisions.push(...(await askAboutColumn(column, conversation)));
  }
  return decisions;
}

function isToAsk({ values }: StatusColumn): boolean {
  return values.some(({ answer, isDecided }) => answer === 'undecided' && !isDecided);
}

async function askAboutColumn(
  column: StatusColumn,
  conversation: Conversation,
): Promise<readonly RowDecision[]> {
  const groups = groupValues(column.values, MOST_GROUPS);
  conversation.output.write(`\n${groupsText(column, groups)}\n`);
  const chosen = new Set(await chosenGroups(groups, conversation));
  const refusing = groups.filter((group) => chosen.has(group) && isRefusal(group.answer));
  if (refusing.length > 0 && !(await isOverridden(column, refusing, conversation))) {
    for (const group of refusing) chosen.delete(group);
  }
  return groups.flatMap((group) => decisionsOn(column.heading, group, chosen.has(group)));
}

/** What is not said by a decision is as the cells say it. */
function decisionsOn(
  heading: string,
  { kind, value, answer, values }: ValueGroup,
  isInvited: boolean,
): readonly RowDecision[] {
  if (answer === 'stays' && isInvited) return [];
  const isLeftOut = !isInvited;
  if (kind === 'beginning' && answer === 'undecided') {
    return [{ heading, value: `${value}*`, isLeftOut }];
  }
  return values.map((one) => ({ heading, value: one, isLeftOut }));
}

async function chosenGroups(
  groups: readonly ValueGroup[],
  conversation: Conversation,
): Promise<readonly ValueGroup[]> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until the answer can be read
    const typed = await typedLine('Numbers, such as 1 3, or 0 for none of them: ', conversation);
    const chosen = groupsIn(typed, groups);
    if (chosen !== null) return chosen;
    const hint = `Type numbers from 1 to ${groups.length} with spaces between them, or 0.`;
    conversation.output.write(`${conversation.colours.odd(hint)}\n`);
  }
}

/** The groups whose numbers were typed; null for anything else. */
function groupsIn(typed: string, groups: readonly ValueGroup[]): readonly ValueGroup[] | null {
  const words = typed.split(/[\s,]+/u).filter((word) => word !== '');
  if (words.length === 1 && words[0] === '0') return [];
  const chosen = words.flatMap((word) =>
    /^\d+$/u.test(word) ? (groups[Number(word) - 1] ?? []) : [],
  );
  return words.length > 0 && chosen.length === words.length ? chosen : null;
}

async function isOverridden(
  { heading }: StatusColumn,
  refusing: readonly ValueGroup[],
  conversation: Conversation,
): Promise<boolean> {
  const { output, colours } = conversation;
  const rows = refusing.reduce((sum, group) => sum + group.rows, 0);
  const values = few(refusing.map((group) => shownValue(group)));
  const why = `${count(rows, 'row')} with ${values} under "${cutTo(printable(heading), LONGEST)}" would not get the invite. What you decide now is kept with each approval.`;
  output.write(`\n${colours.odd(await hanging(why, output.columns(), 0))}\n`);
  const typed = await typedLine(
    'Type override to invite them; Enter leaves them out: ',
    conversation,
  );
  return typed.trim().toLowerCase() === 'override';
}

async function typedLine(
  question: string,
  { answers, colours, stop }: Conversation,
): Promise<string> {
  const typed = await answers.nextLine(colours.bold(question), stop);
  if (typed === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return typed;
}

const LONGEST = 40;

/** The name of the column, and its values as a numbered list. */
function groupsText({ column, heading }: StatusColumn, groups: readonly ValueGroup[]): string {
  const named = cutTo(printable(heading), LONGEST);
  const name = column === null ? `"${named}"` : `Column ${column} (${named})`;
  const values = groups.map(shownValue);
  const rows = groups.map((group) => count(group.rows, 'row'));
  const lines = groups.map(({ answer }, at) => {
    const value = (values[at] ?? '').padEnd(widest(values));
    return `  ${at + 1}  ${value}  ${(rows[at] ?? '').padEnd(widest(rows))}  ${MEANINGS[answer]}`.trimEnd();
  });
  return [`${name}: which should get the invite?`, ...lines].join('\n');
}

function widest(texts: readonly string[]): number {
  return Math.max(...texts.map(({ length }) => length));
}

function shownValue(group: ValueGroup): string {
  return cutTo(printable(valueText(group)), LONGEST);
}

function isRefusal(answer: Answer): boolean {
  return answer === 'no_consent' || answer === 'left_club';
}

const MEANINGS: { readonly [answer in Answer]: string } = {
  stays: '',
  no_consent: 'did not agree',
  left_club: 'has left',
  undecided: 'unclear',
};
