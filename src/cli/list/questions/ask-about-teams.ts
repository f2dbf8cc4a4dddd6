import { InviteError } from '../../../domain/problem/problem.ts';
import type { RecordRules } from '../../../domain/record/read-value.ts';
import { teamText, type ClubTeam } from '../../../domain/record/values/club-teams.ts';
import type { SameTeam } from '../../../domain/teams/match-teams.ts';
import type { SheetTeam } from '../../../domain/teams/teams-sheet.ts';
import { printable } from '../../../text/format.ts';
import { yesNoQuestion, type KeyQuestion } from '../../operator/answer-source.ts';
import type { NamedList } from '../named-list.ts';
import { joinTeams, unusedTeams } from '../teams-sheet.ts';
import type { Conversation } from './conversation.ts';

/** The operator answers with one of the keys 1 to 9. */
const MOST_CANDIDATES = 9;

/**
 * Offers to use a sheet called Teams of the list's own workbook, if no other teams' sheet is used.
 *
 * @returns the file for `--teams`; null where there is no such sheet, or the operator does not want it
 * @throws InviteError `stopped_by_hand`
 */
export async function askForTeamsSheet(
  list: NamedList,
  conversation: Conversation,
): Promise<string | null> {
  const sheet = unusedTeams(list);
  if (sheet === null || list.file === '-') return null;
  const { answers, output, colours, stop } = conversation;
  output.write(`\n${printable(list.name)} has a sheet ${printable(sheet)}, too.\n`);
  const question = 'Take what the list lacks of each team from it? (y/n)';
  const key = await answers.next(yesNoQuestion(question, colours), stop);
  if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return key === 'y' ? list.file : null;
}

/**
 * Asks about each team of the list that the teams' sheet may have in another spelling.
 *
 * @throws InviteError `stopped_by_hand`
 */
export async function askAboutTeams(
  list: NamedList,
  now: Date,
  conversation: Conversation,
): Promise<readonly SameTeam[]> {
  const { set } = list;
  const rules: RecordRules = {
    now,
    exampleNumbersAllowed: true,
    set,
    agreed: new Set(),
    teams: [],
  };
  const join = await joinTeams(list, rules);
  if (join === null) return [];
  const { file } = join.sheet;
  const said: SameTeam[] = [];
  for (const { team, match } of join.matches.values()) {
    if (match.kind !== 'absent' || match.candidates.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one question after the other is the point
    const inSheet = await askWhichTeam(team, match.candidates, file, conversation);
    said.push({ listed: teamText(team), inSheet });
  }
  return said;
}

/** The team of the sheet as it stands there; empty for none of them. */
async function askWhichTeam(
  team: ClubTeam,
  all: readonly SheetTeam[],
  file: string,
  { answers, output, colours, stop }: Conversation,
): Promise<string> {
  const candidates = all.slice(0, MOST_CANDIDATES);
  const listed = printable(teamText(team));
  const lines = candidates.map(
    (one, at) => `  ${at + 1}  ${printable(teamText(one))} (row ${one.row})`,
  );
  const about = `${listed} is not in ${printable(file)}. It may be:`;
  output.write(`\n${[colours.odd(about), ...lines, '  0  none of these'].join('\n')}\n`);
  const question: KeyQuestion = {
    question: colours.bold(`Which one is ${listed}? (0-${candidates.length})`),
    keys: ['0', ...candidates.map((_, at) => String(at + 1))],
    otherKey: colours.odd(`Press a digit from 0 to ${candidates.length}.`),
  };
  const key = await answers.next(question, stop);
  if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  const chosen = candidates[Number(key) - 1];
  return chosen === undefined ? '' : teamText(chosen);
}
