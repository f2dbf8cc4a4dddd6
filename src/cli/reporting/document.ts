import type { ReportRow } from '../../application/report-rows.ts';
import type { ReportOptions } from '../commands/options.ts';
import type { Reporting } from '../commands/report.ts';
import { explainReportRow } from '../explain/report-reason.ts';
import { teamsToRing } from './chase.ts';
import { countsByState } from './summary.ts';

/** What `report --json` prints. */
export function reportDocument(
  { rows, mode, season, raw }: Reporting,
  { chase, output, html }: Pick<ReportOptions, 'chase' | 'output' | 'html'>,
): object {
  const told = chase ? teamsToRing(rows).flatMap((team) => team.rows) : rows;
  return {
    command: 'report',
    mode,
    ...(raw === null ? { season } : {}),
    ...(output === undefined ? {} : { output }),
    ...(html === undefined ? {} : { html }),
    rows: told.map(rowDocument),
    summary: { total: told.length, ...countsByState(told) },
  };
}

function rowDocument(row: ReportRow): object {
  const { message, fix } = explainReportRow(row);
  const { player, parent, team, manager, managerNumber } = row.people;
  const orNull = (text: string): string | null => (row.isErased ? null : text);
  return {
    row: row.isErased ? null : row.row,
    erased: row.isErased,
    player: orNull(player),
    parent: orNull(parent),
    team: orNull(team),
    manager: orNull(manager),
    manager_number: orNull(managerNumber),
    to: row.to,
    state: row.state,
    reason: message,
    fix,
    message_sid: row.line?.messageSid ?? null,
    at: row.line?.at.toISOString() ?? null,
  };
}
