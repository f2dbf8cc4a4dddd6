import type { RowDecision } from '../../domain/list/exclusion/row-decision.ts';
import type { Field } from '../../domain/record/field.ts';
import type { LeaveOut } from './columns/leave-out.ts';
import type { HeadingMap, MapOfList } from './columns/map-headings.ts';

/** The most records that a list may have: a hundred clubs of a thousand players each. */
export const MOST_RECORDS = 100_000;

/** Called with how much of a list has been read, from 0 to 1. */
export type Progress = (share: number) => void;

export type ListOptions = {
  /** What the file is called in problems. */
  readonly name: string;
  readonly map: HeadingMap;
  /** The kept map that parts of `map` come from, with its decisions about rows; null where none was used. */
  readonly keptMap: MapOfList | null;
  /** The fields given with --set, which need no column. */
  readonly set: ReadonlySet<Field>;
  readonly leaveOut: readonly LeaveOut[];
  /** Rows that get the invite by `--include`, in spite of their status or consent column. */
  readonly include: readonly LeaveOut[];
  /** The operator's answers about the values of status and consent columns. */
  readonly decisions: readonly RowDecision[];
  /** The sheet of a workbook to read; null where the operator named none. */
  readonly sheet: string | null;
  readonly progress?: Progress | undefined;
};
