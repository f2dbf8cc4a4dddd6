import { openList } from '../../../adapters/list-file/open-list.ts';
import { readNumbers } from '../../../adapters/list-file/read-numbers.ts';
import {
  importOptOuts,
  previewImport,
  type ImportedOptOuts,
} from '../../../application/replies/import-opt-outs.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { withStores } from '../../composition/open-stores.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { count } from '../../../text/format.ts';
import { renderFindings, findingJson } from '../../list/render-findings.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { OptOutImportOptions } from '../../command-line/options.ts';

/** Adds every number of a file. A row without a valid number is reported, and does not stop the others. */
export async function optOutImport(
  shell: Shell,
  file: string,
  options: OptOutImportOptions,
): Promise<ExitCode> {
  const { bytes, name } = await openList(file, shell.stdin.bytes());
  const { map, sheet } = options;
  const rows = await readNumbers(bytes, { name, heading: map.parent_tel, sheet: sheet ?? null });
  return await withStores(shell, options.rehearse, async ({ optOuts, mode, operatorName }) => {
    const at = shell.clock.now();
    const optOut = { state: 'stopped', source: 'import', operator: operatorName, at } as const;
    const imported = await (options.dryRun
      ? previewImport(rows, optOuts)
      : importOptOuts(rows, optOuts, optOut));
    if (options.json) writeDocument(shell.stdout, documentOf(name, mode, imported, options));
    else await showImport(shell, mode, imported, options);
    if (imported.findings.length === 0) return 0;
    return imported.added + imported.alreadyThere === 0 ? 3 : 6;
  });
}

function documentOf(
  file: string,
  mode: Mode,
  { added, alreadyThere, findings }: ImportedOptOuts,
  { dryRun }: OptOutImportOptions,
): object {
  return {
    command: 'opt-out',
    action: 'import',
    mode,
    file,
    dry_run: dryRun,
    summary: {
      records: added + alreadyThere + findings.length,
      added,
      already_there: alreadyThere,
      refused: findings.length,
    },
    problems: findings.map(findingJson),
  };
}

async function showImport(
  shell: Shell,
  mode: Mode,
  { added, alreadyThere, findings }: ImportedOptOuts,
  { dryRun, color }: OptOutImportOptions,
): Promise<void> {
  const colours = await coloursFor(shell.stdout, shell, color);
  const problems = renderFindings(findings, colours);
  const parts = [
    `${added} ${dryRun ? 'to add' : 'added'}`,
    `${alreadyThere} there already`,
    ...(findings.length > 0 ? [`${findings.length} refused`] : []),
  ];
  const numbers = count(added + alreadyThere + findings.length, 'number');
  const line = `${wordFor(mode)}${colours.bold(`${numbers}: ${parts.join(', ')}`)}\n`;
  shell.stdout.write(`${problems === '' ? '' : `${problems}\n`}${line}`);
}
