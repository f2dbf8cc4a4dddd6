import { jsonRecords } from '../../adapters/list-file/json/json-records.ts';
import { readJson } from '../../adapters/list-file/json/read-json.ts';
import type { Clock } from '../../application/ports/clock.ts';
import type { TemplateSource } from '../../application/ports/gateway.ts';
import type { SendOnRequest } from '../../application/trigger/send-on-request.ts';
import { holderOf, type ApiKey } from '../../domain/approval/api-key.ts';
import { yesOfKeyHolder } from '../../domain/approval/operator-yes.ts';
import type { TagOf } from '../../domain/delivery/daily-tag.ts';
import { startListCheck } from '../../domain/list/list-check.ts';
import { composeMessage, digestOf, type Message } from '../../domain/message/message.ts';
import type { Template } from '../../domain/message/template.ts';
import { NOWHERE, type Finding } from '../../domain/problem/finding.ts';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import type { Field } from '../../domain/record/field.ts';
import type { Invite } from '../../domain/record/invite.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { RecordRules } from '../../domain/record/read-value.ts';
import { recordParser, isHarmlessUnseen } from '../../domain/record/record.ts';
import { fillOneRecord } from '../../domain/teams/fill-records.ts';
import type { TeamsSheet } from '../../domain/teams/teams-sheet.ts';
import { stopFacts } from '../error-response.ts';
import { problem, type HttpResponse, type Handler } from '../http-response.ts';
import { contentTypeOf, readBody } from '../read-body.ts';
import { type Explain, triggerResponse } from './trigger-response.ts';

export type TriggerPorts = {
  readonly apiKeys: readonly ApiKey[];
  readonly send: SendOnRequest;
  readonly templates: TemplateSource;
  /** Reads the teams' sheet as it is now; null where there is none. */
  readonly readTeams: () => Promise<TeamsSheet | null>;
  readonly clock: Clock;
  readonly tagOf: TagOf;
  readonly rules: Pick<RecordRules, 'exampleNumbersAllowed' | 'teams'>;
  readonly explain: Explain;
};

const FORBIDDEN = problem(403, 'forbidden', {
  message: 'The header x-api-key is missing or wrong. Nothing was sent.',
  fix: 'Send a key that the setting API_KEY of the service has.',
});
const NO_JSON = problem(415, 'unsupported_media_type', {
  message: 'A record comes as JSON. Nothing was sent.',
  fix: 'Send it with Content-Type: application/json.',
});
/** Many times the size of a record. */
const LONGEST_RECORD_BYTES = 16 * 1024;
const TOO_LARGE = problem(413, 'too_large', {
  message: `The body has more than ${LONGEST_RECORD_BYTES / 1024} KiB. Nothing was sent.`,
  fix: 'Send one record.',
});
const NOT_ONE_RECORD = {
  field: null,
  code: 'not_one_record',
  message: 'The body is not one record.',
  fix: 'Send one JSON object with the twelve fields; a list goes through "urmston-invite send".',
};

/**
 * Sends one invite for the holder of a key. The request is the approval, and the ledger records the
 * holder's name.
 */
export function trigger(ports: TriggerPorts): Handler {
  const { apiKeys, send, clock, explain } = ports;
  return async (request) => {
    const holder = holderOf(apiKeys, request.headers.get('x-api-key'));
    if (holder === null) return FORBIDDEN;
    if (contentTypeOf(request) !== 'application/json') return NO_JSON;
    const text = await readBody(request, LONGEST_RECORD_BYTES);
    if (text === null) return TOO_LARGE;
    const teams = await teamsOrResponse(ports);
    if (teams !== null && 'status' in teams) return teams;
    const rules = { now: clock.now(), set: {}, agreed: new Set<never>(), ...ports.rules };
    const read = readRecord(text, rules, { teams, fills: holder.fillsFromTeams });
    if (!read.ok) return invalid(problemsIn(read, explain));
    const template = await templateOrResponse(ports);
    if ('status' in template) return template;
    const composed = composeMessage(read.invite, template);
    if (!composed.ok) return invalid([problemOf(findingOf(composed.problem), explain)]);
    const { message } = composed;
    const yes = yesOfKeyHolder(holder, digestOf(message), clock.now());
    const fate = await send(message, yes, template);
    const response = triggerResponse(message, fate, clock.now(), explain);
    const facts = { ...factsOf(message, ports), ...response.facts };
    return { ...withFilled(response, read.filled), facts };
  };
}

/** The response with the names of the fields that have their value from the teams' sheet. */
function withFilled(response: HttpResponse, filled: readonly Field[]): HttpResponse {
  const { body } = response;
  return filled.length === 0 || typeof body === 'string'
    ? response
    : { ...response, body: { ...body, filled_from_teams: filled } };
}

function factsOf({ key, invite }: Message, { tagOf, clock }: TriggerPorts): HttpResponse['facts'] {
  const now = clock.now();
  return { message_tag: tagOf(key, now), person_tag: tagOf(invite.parent.phone, now) };
}

/** An unusable template is the same error for every request. */
async function templateOrResponse({
  templates,
  explain,
}: TriggerPorts): Promise<Template | HttpResponse> {
  try {
    return await templates.fetch();
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    const { message } = explain.stop(error.problem);
    const fix = 'The operator of the service finds out more with "urmston-invite doctor".';
    return unusable(error.problem, { message, fix });
  }
}

/** A sheet that cannot be read is the same error for every request. Its path is not for the caller. */
async function teamsOrResponse({
  readTeams,
}: TriggerPorts): Promise<TeamsSheet | null | HttpResponse> {
  try {
    return await readTeams();
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    const message = "The teams' sheet of the service cannot be read. Nothing was sent.";
    const fix = 'The operator of the service puts the file of TEAMS_FILE right.';
    return unusable(error.problem, { message, fix });
  }
}

function unusable(stop: StopProblem, advice: Pick<Problem, 'message' | 'fix'>): HttpResponse {
  const headers = { 'Retry-After': '60' };
  return problem(503, stop.code, advice, { headers, facts: stopFacts(stop) });
}

type Problem = {
  readonly field: string | null;
  readonly code: string;
  readonly message: string;
  readonly fix: string;
};

function problemsIn(
  read: Extract<ReadRecord, { ok: false }>,
  explain: Explain,
): readonly Problem[] {
  if ('findings' in read) return read.findings.map((finding) => problemOf(finding, explain));
  if ('isNotOneRecord' in read) return [NOT_ONE_RECORD];
  const { stop } = read;
  const isJson = stop.code !== 'not_json' || stop.line === null;
  return isJson ? [NOT_ONE_RECORD] : [{ field: null, code: stop.code, ...explain.stop(stop) }];
}

function problemOf(finding: Finding, { finding: explained }: Explain): Problem {
  return { field: finding.field, code: finding.detail.code, ...explained(finding) };
}

function findingOf(detail: Finding['detail']): Finding {
  return { severity: 'error', row: null, ...NOWHERE, detail };
}

function invalid(problems: readonly Problem[]): HttpResponse {
  return problem(400, 'invalid_record', {
    message: 'The record has faults. Nothing was sent.',
    fix: 'Put right what "problems" lists, and ask again.',
    problems,
  });
}

type ReadRecord =
  | { readonly ok: true; readonly invite: Invite; readonly filled: readonly Field[] }
  | { readonly ok: false; readonly findings: readonly Finding[] }
  /** A problem of the whole body. */
  | { readonly ok: false; readonly stop: StopProblem }
  | { readonly ok: false; readonly isNotOneRecord: true };

/** The name of the body in messages. */
const BODY = 'The body of the request';

const JSON_OPTIONS = {
  name: BODY,
  map: {},
  keptMap: null,
  set: new Set<never>(),
  leaveOut: [],
  include: [],
  decisions: [],
};

/** The teams' sheet, and whether the key of the request may leave out what it has. */
type Teams = { readonly teams: TeamsSheet | null; readonly fills: boolean };

/**
 * Parses the one record of a request into an invite, or returns every finding. Nobody sees the record
 * before it is sent, so warnings of `check` count as errors.
 */
function readRecord(text: string, rules: RecordRules, { teams, fills }: Teams): ReadRecord {
  try {
    const json = readJson(text, BODY);
    if (!isOneRecord(JSON.parse(text))) return { ok: false, isNotOneRecord: true };
    const records: RawRecord[] = [];
    const { findings } = jsonRecords(json, JSON_OPTIONS, (record) => records.push(record));
    // A caller whose key may not fill in is not shown what the sheet says of a team.
    const list = startListCheck(teams === null ? rules.teams : fills ? [] : teams.teams);
    const filled = records.map((record) =>
      teams === null || !fills
        ? { record, findings: [], filled: [] }
        : fillOneRecord(record, teams, rules),
    );
    const parsed = filled.map(({ record }) => record).map(recordParser(rules));
    const invite = parsed[0]?.invite ?? null;
    const phoneHeading = records[0]?.cells.parent_tel?.heading ?? null;
    if (invite !== null) list.add({ invite }, phoneHeading);
    const problems = [
      ...findings,
      ...filled.flatMap((one) => one.findings),
      ...parsed.flatMap((one) => one.findings),
      ...list.finish(),
    ].filter(({ detail }) => !isHarmlessUnseen(detail.code));
    return invite === null || problems.length > 0
      ? { ok: false, findings: problems }
      : { ok: true, invite, filled: filled.flatMap((one) => one.filled) };
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
