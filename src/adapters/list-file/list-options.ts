import type { Field } from '../../domain/record/field.ts';
import type { LeaveOut } from './columns/leave-out.ts';
import type { HeadingMap, KeptMap } from './columns/map-headings.ts';

export type ListOptions = {
  /** What the file is called in problems. */
  readonly name: string;
  readonly map: HeadingMap;
  /** What of `map` was kept and not given this time; null where nothing was. */
  readonly keptMap: KeptMap | null;
  /** Fields given with --set, which need no column. */
  readonly set: ReadonlySet<Field>;
  readonly leaveOut: readonly LeaveOut[];
  /** The sheet of a workbook that is the list; null where the operator named none. */
  readonly sheet: string | null;
};

/** A hundred clubs of a thousand players: beyond that it is not a list of players. */
export const MOST_RECORDS = 100_000;
