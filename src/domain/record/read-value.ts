import { memoize } from '../memoize.ts';
import type { Finding, Repaired } from '../problem/finding.ts';
import { sha256 } from '../sha256.ts';
import { parseName, readCell, type CellText } from './cell/cell-text.ts';
import { problemOfEncoding } from './cell/encoding-problem.ts';
import type { OtherEncoding } from './cell/windows-1252.ts';
import { isRequired, type Field } from './field.ts';
import { nameDoubt } from './names/name-check.ts';
import { properCaseOf, type NamePart } from './names/proper-case.ts';
import type { CellProblem, Parsed, RepairReason } from './parsed.ts';
import {
  foreignCountryOf,
  isExamplePhone,
  type Phone,
  parseCallable,
  parseMobile,
} from './phone/phone.ts';
import { parseAgeGroup } from './values/age-group.ts';
import type { ClubTeam } from './values/club-teams.ts';
import { feeDoubt, type Money, parseMoney, parseMonthlyMoney } from './values/money.ts';
import { isFar, isOver, type Season, parseSeason } from './values/season.ts';
import { teamDoubt } from './values/team-words.ts';

export type RecordRules = {
  readonly now: Date;
  /** False in live mode: nobody owns one of Ofcom's drama numbers. */
  readonly exampleNumbersAllowed: boolean;
  /** Values that apply to the whole list. */
  readonly set: { readonly [field in Field]?: string };
  /** The repairs that the operator has agreed to. */
  readonly agreed: ReadonlySet<RepairOffer['id']>;
  /** The encoding that the operator said lists like this one are in; left out if there is no such answer. */
  readonly encoding?: OtherEncoding | undefined;
  /** The club's teams; empty if they are not known. */
  readonly teams: readonly ClubTeam[];
};

/** A repair that needs the operator's consent, since the value may be correct as it is. */
export type RepairOffer = {
  /**
   * Equal for all cells with the same text and the same repair. SHA-256 in hex, so it does not
   * reveal either.
   */
  readonly id: string;
  readonly why: Extract<
    RepairReason,
    'read_twice' | 'codes_decoded' | 'proper_case' | 'team_words'
  >;
  readonly from: string;
  readonly to: string;
};

/** Whether the row is refused until the operator agrees to this repair. */
export function isRequiredRepair({ why }: RepairOffer): boolean {
  return why !== 'proper_case' && why !== 'team_words';
}

export type Repair = Pick<Repaired, 'from' | 'to' | 'why'>;

/** One value as read under the rules of a run, with the findings about it. */
export type Reading = {
  readonly value: string | null;
  readonly findings: readonly Pick<Finding, 'severity' | 'detail'>[];
  readonly repairs: readonly Repair[];
  readonly offers: readonly RepairOffer[];
};

/** The parser of each field. Its result has the field's own type. */
const PARSERS = {
  player_first_name: parseName,
  player_last_name: parseName,
  team_name: parseName,
  age_group: ({ text }: CellText) => parseAgeGroup(text),
  team_manager_1_full_name: parseName,
  team_manager_1_tel: ({ text }: CellText) => parseCallable(text),
  current_registration_season: ({ text }: CellText) => parseSeason(text),
  parent_first_name: parseName,
  parent_last_name: parseName,
  parent_tel: ({ text }: CellText) => parseMobile(text),
  membership_fee_amount: ({ text }: CellText) => parseMoney(text),
  subscription_fee_amount: ({ text }: CellText) => parseMonthlyMoney(text),
} as const satisfies { [field in Field]: (cell: CellText) => Parsed<string> };

export type Values = {
  -readonly [field in Field]: Extract<ReturnType<(typeof PARSERS)[field]>, { ok: true }>['value'];
};

/** Parses one value of one field, from a row or from `--set`. */
export function parseField(field: Field, value: unknown): Parsed<string> {
  const cell = readCell(value);
  return cell.ok ? PARSERS[field](cell.value) : cell;
}

/** The fields that are names of people. A team name may be in capitals. */
const NAME_PARTS: { readonly [field in Field]?: NamePart } = {
  player_first_name: 'first',
  player_last_name: 'last',
  parent_first_name: 'first',
  parent_last_name: 'last',
  team_manager_1_full_name: 'full',
};

const NOTHING: readonly never[] = [];

function readValue(
  field: Field,
  cell: unknown,
  rules: RecordRules,
  misread: OtherEncoding | null,
): Reading {
  const found = parseWithRepair((value) => parseField(field, value), cell, rules, misread);
  const read = isLeftEmpty(field, found) ? EMPTY : found;
  if (read.value === null) return read;
  const problem = problemByRules(field, read.value, rules);
  if (problem !== null) return { ...read, value: null, findings: [error(problem)] };
  if (read === EMPTY) return read;
  const doubt = warningAbout(field, read.value, rules);
  const doubted = doubt === null ? read : { ...read, findings: [warning(doubt)] };
  const part = NAME_PARTS[field];
  return part === undefined ? doubted : withProperCase(doubted, read.value, part, rules);
}

/** The reading of an empty cell of a field that a record may lack. */
const EMPTY = { value: '', findings: NOTHING, repairs: NOTHING, offers: NOTHING };

function isLeftEmpty(field: Field, { findings }: Reading): boolean {
  return !isRequired(field) && findings.some(({ detail }) => detail.code === 'missing');
}

/**
 * `readValue` with a cache, for one field of all rows of a list. The result depends on the field,
 * the text and the rules only, and lists repeat many values (teams, fees, parents of two children).
 */
export function memoizedReading(
  field: Field,
  rules: RecordRules,
  misread: OtherEncoding | null,
): (cell: unknown) => Reading {
  const read = memoize((text) => readValue(field, text, rules, misread));
  return (cell) => (typeof cell === 'string' ? read(cell) : readValue(field, cell, rules, null));
}

/** Reads a first and last name in one cell. Their case is checked after they have been split. */
export function readFullName(
  cell: unknown,
  rules: RecordRules,
  misread: OtherEncoding | null,
): Reading {
  return parseWithRepair(parseFullName, cell, rules, misread);
}

function parseFullName(value: unknown): Parsed<string> {
  const text = readCell(value);
  return text.ok ? parseName(text.value) : text;
}

/**
 * Parses a cell. Text in a wrong encoding, or with HTML or URL codes, is repaired if the operator
 * has agreed, and then parsed again. If the repaired text would be refused too, no repair is
 * offered.
 */
function parseWithRepair(
  parse: (value: unknown) => Parsed<string>,
  cell: unknown,
  rules: RecordRules,
  misread: OtherEncoding | null,
): Reading {
  const read = problemOfEncoding(cell, misread) ?? parse(cell);
  if (read.ok)
    return {
      value: read.value,
      findings: NOTHING,
      repairs: repairsOf(read, cell),
      offers: NOTHING,
    };
  const { problem } = read;
  const suggested = suggestionIn(problem);
  if (suggested === null) return failed(problem);
  const { why, suggestion } = suggested;
  const again = parse(suggestion);
  if (!again.ok) return failed(again.problem);
  const offer = makeRepairOffer(why, String(cell), suggestion);
  const isOfList = why === 'read_twice' && misread !== null && rules.encoding === misread;
  if (!isOfList && !rules.agreed.has(offer.id)) return { ...failed(problem), offers: [offer] };
  return {
    value: again.value,
    findings: NOTHING,
    repairs: [agreedRepair(offer), ...repairsOf(again, suggestion)],
    offers: NOTHING,
  };
}

function suggestionIn(
  problem: CellProblem,
): { readonly why: RepairOffer['why']; readonly suggestion: string } | null {
  if (problem.code !== 'broken_characters' && problem.code !== 'coded_characters') return null;
  const { code, suggestion } = problem;
  if (suggestion === null) return null;
  return { why: code === 'broken_characters' ? 'read_twice' : 'codes_decoded', suggestion };
}

/**
 * What is to be reported of a valid team beside its age group. The value is null if the team stays as
 * it is. Has a cache, since most rows repeat a team.
 */
export function memoizedTeamReading(
  rules: RecordRules,
): (team: string, ageGroup: string) => Reading {
  const readings = new Map<string, (team: string) => Reading>();
  return (team, ageGroup) => {
    const read =
      readings.get(ageGroup) ?? memoize((text: string) => readTeam(text, ageGroup, rules));
    readings.set(ageGroup, read);
    return read(team);
  };
}

function readTeam(team: string, ageGroup: string, rules: RecordRules): Reading {
  const doubt = teamDoubt(team, ageGroup);
  const reading = { value: null, findings: NOTHING, repairs: NOTHING, offers: NOTHING };
  if (doubt === null) return reading;
  const findings = [warning(doubt)];
  if (doubt.code !== 'team_repeats' || doubt.suggestion === null) return { ...reading, findings };
  const offer = makeRepairOffer('team_words', team, doubt.suggestion);
  return rules.agreed.has(offer.id)
    ? { ...reading, value: doubt.suggestion, repairs: [agreedRepair(offer)] }
    : { ...reading, findings, offers: [offer] };
}

function withProperCase(read: Reading, name: string, part: NamePart, rules: RecordRules): Reading {
  const suggestion = properCaseOf(name, part);
  if (suggestion === null) return read;
  const offer = makeRepairOffer('proper_case', name, suggestion);
  if (rules.agreed.has(offer.id)) {
    return { ...read, value: suggestion, repairs: [...read.repairs, agreedRepair(offer)] };
  }
  const findings = [...read.findings, warning({ code: 'name_one_case', suggestion })];
  return { ...read, findings, offers: [offer] };
}

function problemByRules(field: Field, value: string, rules: RecordRules): CellProblem | null {
  const set = rules.set[field];
  if (set !== undefined) {
    const expected = parseField(field, set);
    if (expected.ok && expected.value !== value) return { code: 'set_differs', set };
  }
  if (!rules.exampleNumbersAllowed && isPhone(field) && isExamplePhone(value as Phone)) {
    return { code: 'phone_example' };
  }
  return null;
}

function warningAbout(field: Field, value: string, rules: RecordRules): CellProblem | null {
  if (field === 'current_registration_season') {
    if (isOver(value as Season, rules.now)) return { code: 'season_stale', season: value };
    if (isFar(value as Season, rules.now)) return { code: 'season_far', season: value };
    return null;
  }
  if (field === 'membership_fee_amount' || field === 'subscription_fee_amount') {
    return feeDoubt(field, value as Money);
  }
  if (field === 'team_name') return nameDoubt(value, 'team');
  if (NAME_PARTS[field] !== undefined) return nameDoubt(value, 'person');
  const foreign = isPhone(field) ? foreignCountryOf(value as Phone) : null;
  return foreign === null ? null : { code: 'phone_foreign', country: foreign.country };
}

function isPhone(field: Field): boolean {
  return field === 'parent_tel' || field === 'team_manager_1_tel';
}

function makeRepairOffer(why: RepairOffer['why'], from: string, to: string): RepairOffer {
  // The hash includes the result: consent to one repair is not consent to another repair of the
  // same text.
  return { id: sha256(['mend', why, from, to]), why, from, to };
}

function repairsOf(read: Extract<Parsed<string>, { ok: true }>, cell: unknown): readonly Repair[] {
  return read.repair === null
    ? NOTHING
    : [{ from: String(cell), to: read.value, why: read.repair }];
}

function agreedRepair({ from, to, why }: RepairOffer): Repair {
  return { from, to, why };
}

function failed(problem: CellProblem): Reading {
  return { value: null, findings: [error(problem)], repairs: NOTHING, offers: NOTHING };
}

function warning(detail: CellProblem): Reading['findings'][number] {
  return { severity: 'warning', detail };
}

function error(detail: CellProblem): Reading['findings'][number] {
  return { severity: 'error', detail };
}
