import type { KeptMap } from '../../adapters/files/column-maps.ts';
import type { HeadingMap } from '../../adapters/list-file/columns/map-headings.ts';
import type { ListFile } from '../../adapters/list-file/list-file.ts';
import type { RawTable } from '../../adapters/list-file/raw-table.ts';
import type { ListParents } from '../../domain/list/which-parents.ts';
import type { RawRecord } from '../../domain/record/raw-record.ts';
import type { TeamsSheet } from '../../domain/teams/teams-sheet.ts';
import type { ListOptions } from '../command-line/options.ts';

export type Visit = (record: RawRecord) => void;

/** A list and its name. The bytes stay in memory: a run never sees a later change of the file. */
export type NamedList = ListFile & {
  /** The file as the operator typed it: `-` for standard input. */
  readonly file: string;
  /** The name of the file in texts and documents. */
  readonly name: string;
  /** When the file was last changed; null for standard input. */
  readonly changedAt: Date | null;
  /** The options that it was read with. */
  readonly options: ListOptions;
  /** The kept map that it was read with; null without one. */
  readonly keptMap: KeptMap | null;
  /** The heading of each field that was mapped, with `--map` or by the kept map. */
  readonly map: HeadingMap;
  /** One value for all rows, given with `--set` or by the kept map. */
  readonly set: ListOptions['set'];
  /** The teams' sheet; null where none is used. */
  readonly teams: TeamsSheet | null;
  /** The rows with two parents, and which of them get the invite. */
  readonly parents: ListParents;
  /** Passes each record to `visit` once more, a row with two parents as two if both get the invite. */
  readonly readAgain: (visit: Visit) => Promise<void>;
  /** Reads the bytes with other options. */
  readonly readOtherwise: (options: ListOptions) => Promise<NamedList>;
  /** All cells, including those of columns that are not used. */
  readonly readRaw: () => Promise<RawTable>;
};
