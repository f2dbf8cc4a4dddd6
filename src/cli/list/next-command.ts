import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import { answerReader } from '../../domain/list/exclusion/answer.ts';
import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import { printable, quoted } from '../../text/format.ts';
import { narrowingOptions } from '../../text/list/narrowing.ts';
import type { ListOptions } from '../command-line/options.ts';

/** A command line to paste, for the same list with every option that changes how it is read. */
export function nextCommand(
  command: string,
  file: string,
  options: ListOptions,
  flags: readonly string[] = [],
): string {
  const { set, map, useMap, leaveOut, include, decisions = [] } = options;
  const { sheet, teams, sameTeam = [], parents } = options;
  const words = [
    command,
    quoted(file),
    ...optionWords('--set', set),
    ...(typeof useMap === 'string' ? ['--use-map', useMap] : []),
    ...(useMap === false ? ['--no-use-map'] : []),
    ...optionWords('--map', map),
    ...rowWords('--leave-out', [...leaveOut, ...decisions.filter(leavesOutClearRow)]),
    ...rowWords('--include', [...include, ...decisions.filter(({ isLeftOut }) => !isLeftOut)]),
    ...(sheet === undefined ? [] : ['--sheet', quoted(sheet)]),
    ...(parents === undefined ? [] : ['--parents', parents]),
    ...(teams === undefined ? [] : ['--teams', quoted(teams)]),
    ...sameTeam.flatMap(({ listed, inSheet }) => ['--same-team', quoted(`${listed}=${inSheet}`)]),
    ...narrowingOptions(options),
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
  file: string | null,
  options: ListOptions,
  flags: readonly string[],
): string {
  return file === null
    ? ['urmston-invite status', ...flags].join(' ')
    : nextCommand('status', file, options, flags);
}

function rowWords(flag: string, rows: readonly LeaveOut[]): readonly string[] {
  return rows.flatMap(({ heading, value }) => [flag, quoted(`${heading}=${value}`)]);
}

/** Rows that say no, or nothing clear, are left out without an option. */
function leavesOutClearRow({ heading, value, isLeftOut }: RowDecision): boolean {
  return isLeftOut && answerReader(heading)?.(value) === 'stays';
}

function optionWords(flag: string, values: ListOptions['map']): readonly string[] {
  return Object.entries(values).flatMap(([field, value]) => [flag, quoted(`${field}=${value}`)]);
}
