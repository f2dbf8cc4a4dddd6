import { isStatusHeading } from '../../../adapters/list-file/columns/headings.ts';
import { startChecking, type LoadedList } from '../../../application/check/load-list.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import { writeWrapped } from '../../terminal/wrap-text.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { explainFinding } from '../../../text/list/finding.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { readListFile, rulesFor, type NamedList } from '../../list/read-list-file.ts';
import { lineFor } from '../../list/next-command.ts';
import { printable } from '../../../text/format.ts';
import { renderCounts, renderFindings, renderRepairs } from '../../list/render-findings.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { ListOptions } from '../../command-line/options.ts';

type Judged = LoadedList<number>;

/** Reads a list and tells everything that is wrong with it. Sends nothing, asks nobody. */
export async function check(shell: Shell, file: string, options: ListOptions): Promise<ExitCode> {
  const loader = startChecking(
    builtInTemplate(),
    rulesFor(shell, settingsOf(shell), options, false),
  );
  const named = await readListFile(shell, file, options, loader.add);
  const loaded = loader.finish(named.findings);
  if (options.json) {
    writeDocument(shell.stdout, checkDocument(named, loaded));
  } else {
    const page = checkPage(named, loaded, await coloursFor(shell.stdout, shell, options.color));
    await writeWrapped(shell.stdout, page, 2);
    if (loaded.messages.length > 0 && !options.quiet && file !== '-') {
      shell.stderr.write(`\nNext: ${lineFor('preview', file, options)}\n`);
    }
  }
  return loaded.refusedRows.length > 0 ? 3 : 0;
}

function checkDocument({ name, readAs, columns }: NamedList, loaded: Judged): object {
  const { findings, messages, repeats, refusedRows, leftOut, mended } = loaded;
  return {
    command: 'check',
    file: name,
    read_as: readAs,
    columns,
    summary: {
      records: loaded.records,
      ready: messages.length,
      refused: refusedRows.length,
      repeated: repeats.length,
      left_out: leftOut.length,
      warnings: findings.filter(({ severity }) => severity === 'warning').length,
      mended: mended.length,
    },
    problems: findings.map((finding) => {
      const { severity, row, column, heading, field, value, detail } = finding;
      const { message, fix } = explainFinding(finding);
      return { severity, code: detail.code, row, column, heading, field, value, message, fix };
    }),
    mended,
  };
}

function checkPage({ name, readAs, columns }: NamedList, loaded: Judged, colours: Colours): string {
  const unused = columns
    .filter(({ how, heading }) => how === 'ignored' && !isStatusHeading(heading))
    .map(({ column, heading }) => `${column} (${printable(heading)})`);
  const problems = [renderFindings(loaded.findings, colours), renderRepairs(loaded.mended, colours)]
    .filter((part) => part !== '')
    .join('\n');
  return [
    `${printable(name)}: read as ${howRead(readAs)}`,
    ...(unused.length > 0 ? [`Columns that are not used: ${unused.join(', ')}`] : []),
    ...(problems === '' ? [] : ['', problems.trimEnd(), '']),
    colours.bold(renderCounts(loaded)),
    '',
  ].join('\n');
}

function howRead({ format, encoding, delimiter, sheet }: NamedList['readAs']): string {
  const parts = [
    format.toUpperCase(),
    ...(encoding === null ? [] : [encoding]),
    ...(delimiter === null ? [] : [`separated by ${DELIMITERS[delimiter]}`]),
    ...(sheet === undefined ? [] : [`sheet ${printable(sheet)}`]),
  ];
  return parts.join(', ');
}

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const;
