import type { ReportRows } from '../../../application/report/report-rows.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { RawTable } from '../../../adapters/list-file/raw-table.ts';
import type { Template } from '../../../domain/message/template.ts';

/** What there is to report, and of what. */
export type Reporting = {
  readonly rows: ReportRows;
  readonly mode: Mode;
  /** The list's own cells; null where the whole ledger is told. */
  readonly raw: RawTable | null;
  /** The season of the whole ledger; null where it knows none, or where a list is told. */
  readonly season: string | null;
  readonly template: Template;
  /** How many people said stop. */
  readonly optOuts: number;
};
