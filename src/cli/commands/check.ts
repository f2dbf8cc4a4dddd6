import { loadList, type LoadedList } from '../../application/load-list.ts';
import { builtInTemplate } from '../../domain/built-in-template.ts';
import type { ExitCode } from '../exit-code.ts';
import { explainFinding } from '../explain/finding.ts';
import { paintFor, type Paint } from '../paint.ts';
import { readListFile, rulesFor, type NamedList } from '../read-list-file.ts';
import { lineFor } from '../next-step.ts';
import { printable } from '../render.ts';
import { renderCounts, renderFindings, renderMended } from '../render-findings.ts';
import type { Shell } from '../shell.ts';
import { writeDocument } from '../write-document.ts';
import type { ListOptions } from './options.ts';

/** Reads a list and tells everything that is wrong with it. Sends nothing, asks nobody. */
export async function check(shell: Shell, file: string, options: ListOptions): Promise<ExitCode> {
  const named = await readListFile(shell, file, options);
  const loaded = loadList(named.list, builtInTemplate(), rulesFor(shell, options, false));
  if (options.json) {
    writeDocument(shell.stdout, checkDocument(named, loaded));
  } else {
    shell.stdout.write(
      checkPage(named, loaded, await paintFor(shell.stdout, shell, options.color)),
    );
    if (loaded.messages.length > 0 && !options.quiet && file !== '-') {
      shell.stderr.write(`\nNext: ${lineFor('preview', file, options)}\n`);
    }
  }
  return loaded.refusedRows.length > 0 ? 3 : 0;
}

function checkDocument({ name, list }: NamedList, loaded: LoadedList): object {
  const { findings, messages, repeats, refusedRows, leftOut, mended } = loaded;
  return {
    command: 'check',
    file: name,
    read_as: list.readAs,
    columns: list.columns,
    summary: {
      records: list.records.length,
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

function checkPage({ name, list }: NamedList, loaded: LoadedList, paint: Paint): string {
  const { format, encoding, delimiter } = list.readAs;
  const separator = delimiter === null ? '' : `, separated by ${DELIMITERS[delimiter]}`;
  const unused = list.columns
    .filter(({ how }) => how === 'ignored')
    .map(({ column, heading }) => `${column} (${printable(heading)})`);
  const problems = [renderFindings(loaded.findings, paint), renderMended(loaded.mended, paint)]
    .filter((part) => part !== '')
    .join('\n');
  return [
    `${printable(name)}: read as ${format.toUpperCase()}, ${encoding}${separator}`,
    ...(unused.length > 0 ? [`Columns that are not used: ${unused.join(', ')}`] : []),
    ...(problems === '' ? [] : ['', problems.trimEnd(), '']),
    paint.bold(renderCounts(list.records.length, loaded)),
    '',
  ].join('\n');
}

const DELIMITERS = { ',': 'commas', ';': 'semicolons', '\t': 'tabs' } as const;
