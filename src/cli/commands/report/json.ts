import type { RowToRing } from '../../../application/report/report-rows.ts';
import { explainReportRow } from '../../../text/delivery/report-reason.ts';
import { contentJson } from '../../../text/replies/reply-content.ts';
import type { ReportOptions } from '../../command-line/options.ts';
import { rowJson } from '../../list/row-json.ts';
import type { Output } from '../../shell.ts';
import { writeLongDocument } from '../../terminal/write-document.ts';
import { type LastReply, type Reporting, teamsToRing } from './reporting.ts';
import { countsByState, newTally } from './view.ts';

/** Prints the document of `report --json`, row by row. */
export async function writeReportDocument(
  stdout: Output,
  { rows, mode, season, raw, replyTo }: Reporting,
  { chase, output, html }: Pick<ReportOptions, 'chase' | 'output' | 'html'>,
): Promise<void> {
  const tally = newTally();
  const reported = chase ? rowsToRing(rows) : rows();
  await writeLongDocument(stdout, {
    before: {
      command: 'report',
      mode,
      ...(raw === null ? { season } : {}),
      ...(output === undefined ? {} : { output }),
      ...(html === undefined ? {} : { html }),
    },
    name: 'rows',
    items: (async function* items() {
      for await (const row of reported) {
        tally.add(row);
        yield { ...rowDocument(row), ...replyDocument(replyTo(row.to)) };
      }
    })(),
    after: () => ({ summary: { total: tally.rows(), ...countsByState(tally) } }),
  });
}

async function* rowsToRing(rows: Reporting['rows']): AsyncIterable<RowToRing> {
  for (const team of await teamsToRing(rows)) yield* team.rows;
}

function rowDocument(row: RowToRing): object {
  const { message, fix } = explainReportRow(row);
  const { player, parent, team, manager, managerNumber } = row.people;
  const orNull = (text: string): string | null => (row.isErased ? null : text);
  return {
    ...rowJson(row.isErased ? null : row.row),
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

/** Null where the parent never wrote. */
function replyDocument(reply: LastReply | null): object {
  if (reply === null) return { last_reply: null, reply_state: null };
  const { last, state } = reply;
  return {
    last_reply: { at: last.at.toISOString(), text: last.text, ...contentJson(last) },
    reply_state: state.kind,
  };
}
