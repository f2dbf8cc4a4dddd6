import type { Narrowing } from '../../domain/list/narrowing.ts';
import type { StopProblem } from '../../domain/problem/problem.ts';
import type { ProblemTexts } from '../advice.ts';
import { count, listed, quoted } from '../format.ts';

type NarrowingStop = Extract<
  StopProblem,
  { readonly code: 'team_not_found' | 'row_not_found' | 'player_not_found' }
>;

/** The texts for a team, a row or a player that a list does not have. */
export const NARROWING_STOPS: ProblemTexts<NarrowingStop> = {
  team_not_found: ({ team, nearest }) => ({
    message: `There is no team "${team}" in this list.`,
    fix:
      nearest.length === 0
        ? 'Give a team as the list has it, with or without its age group.'
        : `Check the spelling: the nearest ${nearest.length === 1 ? 'is' : 'are'} ${listed(nearest)}. Give the name with or without its age group.`,
  }),
  row_not_found: (problem) => ({
    message: `There is no message for row ${problem.row}.`,
    fix: 'Count rows as a spreadsheet shows them, the headings being row 1; "check" says why a row is left out.',
  }),
  player_not_found: ({ player, nearest = [] }) => ({
    message: `There is no message for a player whose name contains "${player}".`,
    fix:
      nearest.length === 0
        ? 'Check the spelling; "check" says why a row is left out.'
        : `Check the spelling: the nearest ${nearest.length === 1 ? 'name is' : 'names are'} ${listed(nearest)}.`,
  }),
};

/**
 * The options of a narrowing as they are typed; empty for a whole list.
 *
 * @param quote quotes a value for a shell
 */
export function narrowingOptions(
  { team, row, player, first }: Narrowing,
  quote: (text: string) => string = quoted,
): readonly string[] {
  return [
    ...(team === undefined ? [] : ['--team', quote(team)]),
    ...(row === undefined ? [] : ['--row', String(row)]),
    ...(player === undefined ? [] : ['--player', quote(player)]),
    ...(first === undefined ? [] : ['--first', String(first)]),
  ];
}

/** `left for later: 340, by --team Bears`. */
export function leftForLaterText(records: number, by: Narrowing): string {
  return `left for later: ${records}, by ${narrowingOptions(by).join(' ')}`;
}

/** The same as a sentence. */
export function leftForLaterSentence(records: number, by: Narrowing): string {
  return `Left for later: ${records}, by ${narrowingOptions(by).join(' ')}.`;
}

/** For the page of a preview: `only team “Bears”, row 7`. */
export function narrowedToText({ team, row, player, first }: Narrowing): string {
  const parts = [
    ...(team === undefined ? [] : [`team “${team}”`]),
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(player === undefined ? [] : [`players whose name contains “${player}”`]),
    ...(first === undefined ? [] : [`the first ${count(first, 'message')}`]),
  ];
  return `only ${parts.join(', ')}`;
}
