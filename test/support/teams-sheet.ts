import { FIELDS } from '../../src/domain/record/field.ts';
import { VALUE_FIELDS } from '../../src/domain/teams/teams-sheet.ts';

/** The fields of a list that leaves the rest to a teams' sheet. */
export const PLAYER_FIELDS = FIELDS.filter((field) => !VALUE_FIELDS.includes(field));

/** A teams' sheet with one name in two age groups, as a CSV. */
export const PANTHERS_SHEET = `Team,Age Group,Manager,Phone,Joining Fee,Monthly Fee,Season
Panthers,Under 11s,Alex Johnson,07700 900001,£40,£26,2026-27
Panthers,Under 12s,Sam Green,07700 900002,£45,£28,2026-27
`;
