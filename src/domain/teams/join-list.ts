import { NOWHERE, type Finding } from '../problem/finding.ts';
import { placeOf } from '../record/cell-place.ts';
import { writtenText } from '../record/cell/cell-text.ts';
import type { Field } from '../record/field.ts';
import type { RawRecord } from '../record/raw-record.ts';
import { parseField, type RecordRules } from '../record/read-value.ts';
import type { ClubTeam } from '../record/values/club-teams.ts';
import { teamText } from '../record/values/club-teams.ts';
import { recordFiller, teamReader, type TeamJoin } from './fill-records.ts';
import { matchTeams, teamKey, type SameTeam } from './match-teams.ts';
import {
  isBlank,
  namedTeam,
  SHEET_FIELDS,
  type SheetTeam,
  type TeamsSheet,
} from './teams-sheet.ts';

/** Collects the teams of a list, and joins them with a sheet. */
export type ListJoiner = {
  readonly add: (record: RawRecord) => void;
  readonly finish: () => TeamJoin;
};

export function startJoining(
  sheet: TeamsSheet,
  sameTeams: readonly SameTeam[],
  rules: RecordRules,
): ListJoiner {
  const teamOf = teamReader(rules);
  const teams = new Map<string, ClubTeam>();
  return {
    add: (record) => {
      const team = teamOf(record);
      if (team !== null) teams.set(teamKey(team), team);
    },
    finish: () => {
      const toMatch = { teams: [...teams.values()], areAll: true, sameTeams };
      return { sheet, matches: matchTeams(toMatch, sheet) };
    },
  };
}

type TeamOfSheet = { readonly team: string; readonly row: number };

/** What a sheet gave to a list. Rows of the list are those of its players. */
export type TeamsReport = {
  readonly file: string;
  readonly joined: readonly (TeamOfSheet & {
    readonly players: readonly number[];
    /** What at least one of the players has from the sheet, as it stands there. */
    readonly filled: { readonly [field in Field]?: string };
  })[];
  readonly withoutPlayers: readonly TeamOfSheet[];
  /** Teams of the list without a row in the sheet. */
  readonly notInSheet: readonly { readonly team: string; readonly players: readonly number[] }[];
};

/** Fills in the records of a list one after the other, and says at the end what the sheet gave. */
export type ListFiller = {
  readonly fill: (
    record: RawRecord,
  ) => Pick<ReturnType<ReturnType<typeof recordFiller>>, 'record' | 'findings'>;
  readonly finish: () => { readonly findings: readonly Finding[]; readonly report: TeamsReport };
};

const NO_FIELDS: ReadonlySet<Field> = new Set();

export function startFilling(join: TeamJoin, rules: RecordRules): ListFiller {
  const { sheet } = join;
  const fillOne = recordFiller(join, rules);
  const teamOf = teamReader(rules);
  const joined = new Map<SheetTeam, { readonly players: number[]; readonly filled: Set<Field> }>();
  const notInSheet = new Map<string, number[]>();
  return {
    fill: (raw) => {
      const { record, findings, team, filled } = fillOne(raw);
      if (team !== null) {
        const of = joined.get(team) ?? { players: [], filled: new Set() };
        joined.set(team, of);
        of.players.push(raw.row);
        for (const field of filled) of.filled.add(field);
      } else if (findings.length > 0) {
        const listed = teamOf(raw);
        const text = listed === null ? '' : teamText(listed);
        notInSheet.set(text, [...(notInSheet.get(text) ?? []), raw.row]);
      }
      return { record, findings };
    },
    finish: () => {
      const alone = sheet.teams.filter((team) => !joined.has(team));
      const report: TeamsReport = {
        file: sheet.file,
        joined: sheet.teams.flatMap((team) => {
          const of = joined.get(team);
          if (of === undefined) return [];
          const filled = Object.fromEntries(
            SHEET_FIELDS.filter((field) => of.filled.has(field)).map((field) => [
              field,
              writtenText(team.cells[field]?.value).trim(),
            ]),
          );
          return [{ ...namedTeam(team), players: of.players, filled }];
        }),
        withoutPlayers: alone.map(namedTeam),
        notInSheet: [...notInSheet].map(([team, players]) => ({ team, players })),
      };
      return {
        findings: [
          ...sheet.findings,
          ...sheet.teams.flatMap((team) =>
            unusedFaults(team, joined.get(team)?.filled ?? NO_FIELDS),
          ),
          ...withoutPlayers(report),
        ],
        report,
      };
    },
  };
}

/** Faults in cells that no player has a value from. Those of the others are reported with the players. */
function unusedFaults({ cells }: SheetTeam, filled: ReadonlySet<Field>): readonly Finding[] {
  return SHEET_FIELDS.flatMap((field): readonly Finding[] => {
    const cell = cells[field];
    if (cell === undefined || filled.has(field) || isBlank(cell)) return [];
    const read = parseField(field, cell.value);
    if (read.ok) return [];
    return [{ severity: 'warning', ...placeOf(0, field, cell), row: null, detail: read.problem }];
  });
}

function withoutPlayers({ file, withoutPlayers: teams }: TeamsReport): readonly Finding[] {
  if (teams.length === 0) return [];
  const detail = { code: 'teams_without_players', file, teams } as const;
  return [{ severity: 'warning', ...NOWHERE, row: null, detail }];
}
