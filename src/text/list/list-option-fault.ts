import type { ListOptionFault } from '../../domain/problem/list-option-fault.ts';
import type { Advice } from '../advice.ts';
import { HEADING_CONTENT } from './heading-content.ts';

/** Why `--map`, `--use-map` or `--leave-out` does not fit the list. */
export function explainListOption(fault: ListOptionFault): Advice {
  switch (fault.code) {
    case 'mapped_heading_missing': {
      const { field, file, headings, keptMap } = fault;
      const wayOut =
        keptMap === null
          ? ''
          : ` Add --map ${field}="Heading" to take one of them this time, and --save-map ${keptMap} to keep it.`;
      return {
        message: `${mapping(fault)}: ${file} has no such heading.`,
        fix: `${headingsInWords(headings)}${wayOut}`,
      };
    }
    case 'mapped_heading_wrong':
      return {
        message: `${mapping(fault)}: a column of this name is never taken, since it holds ${HEADING_CONTENT[fault.holds]}.`,
        fix: 'If it is right all the same, give the column another heading in the list.',
      };
    case 'heading_mapped_twice':
      return {
        message: `--map gives the heading "${fault.heading}" to both ${fault.fields.join(' and ')}.`,
        fix: 'Map each heading to one field.',
      };
    case 'left_out_heading_missing': {
      const { file, headings, keptMap } = fault;
      const source = keptMap === null ? '' : `--use-map ${keptMap}, which holds `;
      const wayOut = keptMap === null ? '' : ` Leave out --use-map ${keptMap}, or keep it anew.`;
      return {
        message: `${source}${leavingOut(fault)}: ${file} has no such heading.`,
        fix: `${headingsInWords(headings)}${wayOut}`,
      };
    }
    case 'included_heading_missing':
      return {
        message: `${leavingOut(fault)}: ${fault.file} has no consent or status column of this name.`,
        fix:
          fault.headings.length === 0
            ? 'Leave out the option: all rows that are right get the invite.'
            : `Its consent and status columns are: ${fault.headings.join(', ')}.`,
      };
    case 'left_out_value_missing':
    case 'included_value_missing':
      return {
        message: `${leavingOut(fault)}: no row of ${fault.file} has this value there.`,
        fix: `What stands there is: ${fault.values.map((value) => value || '(empty)').join(', ')}.`,
      };
  }
}

/** The option as it was typed. */
function mapping({
  field,
  heading,
  keptMap,
}: Extract<ListOptionFault, { readonly field: unknown; readonly keptMap: unknown }>): string {
  const mapped = `${field}="${heading}"`;
  return keptMap === null ? `--map ${mapped}` : `--use-map ${keptMap}, which holds ${mapped}`;
}

function leavingOut({
  code,
  heading,
  value,
}: Extract<ListOptionFault, { readonly value: string }>): string {
  const option = code.startsWith('included') ? '--include' : '--leave-out';
  return `${option} "${heading}=${value}"`;
}

function headingsInWords(headings: readonly string[]): string {
  return `Its headings are: ${headings.filter((name) => name !== '').join(', ')}.`;
}
