import type { ImportedOptOuts } from '../../../application/replies/import-opt-outs.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { count } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { OptOutImportOptions } from '../../command-line/options.ts';
import { findingJson, renderFindings } from '../../list/render-findings.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { writeDocument } from '../../terminal/write-document.ts';

type ImportResult = {
  /** The name of the file. */
  readonly name: string;
  readonly mode: Mode;
  readonly imported: ImportedOptOuts;
};

/** Prints the rows without a valid number, and how many numbers were added. */
export async function showImport(
  shell: Shell,
  options: OptOutImportOptions,
  { name, mode, imported }: ImportResult,
): Promise<void> {
  const { json, dryRun, color } = options;
  if (json) {
    writeDocument(shell.stdout, importDocument(name, mode, imported, options));
    return;
  }
  const { added, alreadyThere, findings } = imported;
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

function importDocument(
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
    problems: findings.map((finding) => findingJson(finding)),
  };
}
