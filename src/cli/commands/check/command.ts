import { isOfSecondParent, isStatusHeading } from '../../../adapters/list-file/columns/headings.ts';
import { startChecking } from '../../../application/check/load-list.ts';
import { narrowList, type NarrowedList } from '../../../application/check/narrow-list.ts';
import { narrowingIn } from '../../../domain/list/narrowing.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import { printable } from '../../../text/format.ts';
import { leftForLaterSentence } from '../../../text/list/narrowing.ts';
import { sheetsRead } from '../../../text/list/sheets-read.ts';
import type { ListOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { NamedList } from '../../list/named-list.ts';
import { nextCommand } from '../../list/next-command.ts';
import { loadListFile, rulesFor } from '../../list/read-list-file.ts';
import {
  findingJson,
  renderCounts,
  renderFindings,
  renderRepairs,
} from '../../list/render-findings.ts';
import { renderTeams, teamsJson } from '../../list/render-teams.ts';
import { rowJson } from '../../list/row-json.ts';
import { teamsNotice } from '../../list/teams-sheet.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

/** The chosen part of a list of which only the row numbers of its messages are kept. */
type CheckedList = NarrowedList<number>;

/** Reads a list and shows every problem in it. Sends nothing and asks nothing. */
export async function check(shell: Shell, file: string, options: ListOptions): Promise<ExitCode> {
  const settings = settingsOf(shell);
  const { list, loaded } = await loadListFile(shell, file, options, {
    rulesOf: (list) => rulesFor(shell, settings, list, false),
    start: (rules, join) => startChecking(builtInTemplate(), rules, join, narrowingIn(options)),
  });
  const narrowed = narrowList(loaded, (row) => row);
  const checked = narrowed.chosen;
  if (options.json) {
    writeDocument(shell.stdout, checkDocument(list, narrowed));
  } else {
    const colours = await coloursFor(shell.stdout, shell, options.color);
    await writeWrapped(shell.stdout, checkPage(list, narrowed, colours), 2);
    if (!options.quiet) shell.stderr.write(teamsNotice(settings));
    if (checked.messages.length > 0 && !options.quiet && file !== '-') {
      shell.stderr.write(`\nNext: ${nextCommand(shell, ['preview'], file, list.options)}\n`);
    }
  }
  return checked.refusedRows.length > 0 ? 3 : 0;
}

function checkDocument(
  { name, readAs, columns }: NamedList,
  { chosen: checked, left }: CheckedList,
): object {
  const { records, findings, messages, repeats, refusedRows, leftOut, mended } = checked;
  return {
    command: 'check',
    file: name,
    read_as: readAs,
    columns,
    summary: {
      records,
      ready: messages.length,
      refused: refusedRows.length,
      repeated: repeats.length,
      left_out: leftOut.length,
      ...(checked.narrowing === undefined ? {} : { left }),
      warnings: findings.filter(({ severity }) => severity === 'warning').length,
      mended: mended.length,
    },
    problems: findings.map((finding) => findingJson(finding, readAs.sheets)),
    mended: mended.map((one) => ({
      ...one,
      ...rowJson(one.row, one.sheet === undefined ? readAs.sheets : undefined),
    })),
    ...(checked.teams === undefined ? {} : { teams: teamsJson(checked.teams) }),
  };
}

function checkPage(
  { name, readAs, columns, options, parents }: NamedList,
  { chosen: checked, left }: CheckedList,
  colours: Colours,
): string {
  const ignored = columns.filter(
    ({ how, heading }) => how === 'ignored' && !isStatusHeading(heading),
  );
  const ofSecondParent = ignored.filter(({ heading }) => isOfSecondParent(heading));
  const unused = ignored.filter((one) => !ofSecondParent.includes(one));
  const problems = [
    renderFindings(checked.findings, colours),
    renderRepairs(checked.mended, colours),
  ]
    .filter((part) => part !== '')
    .join('\n');
  return [
    `${printable(name)}: read as ${formatText(readAs)}`,
    ...columnsLine('Columns that are not used', unused),
    ...columnsLine(secondParentLine(parents), ofSecondParent),
    ...(checked.teams === undefined ? [] : ['', ...renderTeams(checked.teams, colours)]),
    ...(problems === '' ? [] : ['', problems.trimEnd(), '']),
    colours.bold(renderCounts(checked)),
    ...(left > 0 ? [leftForLaterSentence(left, options)] : []),
    '',
  ].join('\n');
}

function secondParentLine({ which, rows }: NamedList['parents']): string {
  const isUsed = rows.size > 0 && which !== 'first';
  return isUsed ? 'Columns of a second parent' : 'Columns of a second parent, who gets no message';
}

function columnsLine(what: string, columns: NamedList['columns']): readonly string[] {
  const named = columns.map(({ column, heading }) => `${column} (${printable(heading)})`);
  return named.length === 0 ? [] : [`${what}: ${named.join(', ')}`];
}

/** `CSV, utf-8, separated by commas`. */
function formatText({ format, encoding, delimiter, sheet, sheets }: NamedList['readAs']): string {
  const parts = [
    format.toUpperCase(),
    ...(encoding === null ? [] : [encoding]),
    ...(delimiter === null ? [] : [`separated by ${DELIMITERS[delimiter]}`]),
    ...(sheets === undefined ? [] : [sheetsRead(sheets)]),
    ...(sheet === undefined ? [] : [sheetsRead([sheet])]),
  ];
  return parts.join(', ');
}

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'pipes (|)' } as const;
