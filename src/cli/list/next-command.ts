import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import { answerReader } from '../../domain/list/exclusion/answer.ts';
import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import { printable, quoted as quotedForShell, quotedForWindows } from '../../text/format.ts';
import { narrowingOptions } from '../../text/list/narrowing.ts';
import type { ListOptions } from '../command-line/options.ts';
import type { Shell } from '../shell.ts';

/** What decides how a word is quoted. */
type Platform = Pick<Shell, 'platform'>;

/**
 * A command line to paste, for the same list with every option that changes how it is read.
 *
 * @param words the command, and the flags that stand at the end of the line
 */
export function nextCommand(
  { platform }: Platform,
  [command, ...flags]: readonly [command: string, ...flags: readonly string[]],
  file: string,
  options: ListOptions,
): string {
  const { set, map, useMap, leaveOut, include, decisions = [] } = options;
  const { sheet, teams, sameTeam = [], parents } = options;
  const quoted = platform === 'win32' ? quotedForWindows : quotedForShell;
  const words = [
    command,
    quoted(file),
    ...optionWords('--set', set).map(quoted),
    ...(typeof useMap === 'string' ? ['--use-map', useMap] : []),
    ...(useMap === false ? ['--no-use-map'] : []),
    ...optionWords('--map', map).map(quoted),
    ...rowWords('--leave-out', [...leaveOut, ...decisions.filter(leavesOutClearRow)]).map(quoted),
    ...rowWords('--include', [...include, ...decisions.filter(({ isLeftOut }) => !isLeftOut)]).map(
      quoted,
    ),
    ...(sheet === undefined ? [] : ['--sheet', quoted(sheet)]),
    ...(parents === undefined ? [] : ['--parents', parents]),
    ...(teams === undefined ? [] : ['--teams', quoted(teams)]),
    ...sameTeam.flatMap(({ listed, inSheet }) => ['--same-team', quoted(`${listed}=${inSheet}`)]),
    ...narrowingOptions(options, quoted),
    ...flags,
  ];
  return printable(`urmston-invite ${words.join(' ')}`);
}

/** The options without those that narrow a list. */
export function ofWholeList<Options extends ListOptions>(options: Options): Options {
  return { ...options, team: undefined, row: undefined, player: undefined, first: undefined };
}

/**
 * A command line to paste that shows what became of the messages.
 *
 * @param file the list that they are of; null for those of the latest season
 */
export function statusCommand(
  shell: Platform,
  file: string | null,
  options: ListOptions,
  flags: readonly string[],
): string {
  return file === null
    ? ['urmston-invite status', ...flags].join(' ')
    : nextCommand(shell, ['status', ...flags], file, options);
}

function rowWords(flag: string, rows: readonly LeaveOut[]): readonly string[] {
  return rows.flatMap(({ heading, value }) => [flag, `${heading}=${value}`]);
}

/** Rows that say no, or nothing clear, are left out without an option. */
function leavesOutClearRow({ heading, value, isLeftOut }: RowDecision): boolean {
  return isLeftOut && answerReader(heading)?.(value) === 'stays';
}

function optionWords(flag: string, values: ListOptions['map']): readonly string[] {
  return Object.entries(values).flatMap(([field, value]) => [flag, `${field}=${value}`]);
}
