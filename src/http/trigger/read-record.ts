import { jsonRecords } from '../../adapters/list-file/json/json-records.ts';
import { readJson } from '../../adapters/list-file/json/read-json.ts';
import { startListCheck } from '../../domain/list/list-check.ts';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import type { Finding } from '../../domain/problem/finding.ts';
import { recordParser, isHarmlessUnseen } from '../../domain/record/record.ts';
import type { RecordRules } from '../../domain/record/read-value.ts';
import type { Invite } from '../../domain/record/invite.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';

export type ReadRecord =
  | { readonly ok: true; readonly invite: Invite }
  | { readonly ok: false; readonly findings: readonly Finding[] }
  /** What is wrong with the body as a whole. */
  | { readonly ok: false; readonly stop: StopProblem }
  | { readonly ok: false; readonly notOne: true };

/** As the body is called in what is said of it. */
const BODY = 'The body of the request';

const PLAIN = { name: BODY, map: {}, keptMap: null, set: new Set<never>(), leaveOut: [] };

/**
 * The one record that a request posts, as an invite, or everything that is against sending it. Nobody
 * looks at it first, so what `check` would warn of counts as an error does.
 */
export function readRecord(text: string, rules: RecordRules): ReadRecord {
  try {
    const json = readJson(text, BODY);
    if (!isOneRecord(JSON.parse(text))) return { ok: false, notOne: true };
    const records: RawRecord[] = [];
    const { findings } = jsonRecords(json, PLAIN, (record) => records.push(record));
    const list = startListCheck(rules.teams);
    const parsed = records.map(recordParser(rules));
    const invite = parsed[0]?.invite ?? null;
    if (invite !== null) list.add({ invite });
    const against = [
      ...findings,
      ...parsed.flatMap((one) => one.findings),
      ...list.finish(),
    ].filter(({ detail }) => !isHarmlessUnseen(detail.code));
    return invite === null || against.length > 0
      ? { ok: false, findings: against }
      : { ok: true, invite };
  } catch (error) {
    if (error instanceof InviteError) return { ok: false, stop: error.problem };
    throw error;
  }
}

function isOneRecord(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('records' in value)
  );
}
