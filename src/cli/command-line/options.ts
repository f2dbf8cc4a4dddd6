import type { LeaveOut } from '../../adapters/list-file/columns/leave-out.ts';
import type { HeadingMap } from '../../adapters/list-file/columns/map-headings.ts';
import type { Field } from '../../domain/record/field.ts';

/** The options every command that reads a list understands. */
export type ListOptions = {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly set: { readonly [field in Field]?: string };
  readonly map: HeadingMap;
  readonly leaveOut: readonly LeaveOut[];
  /** The name under which the mapping is kept for next time. */
  readonly saveMap?: string | undefined;
  /** The name of a kept mapping, which `map` adds to. */
  readonly useMap?: string | undefined;
  /** The sheet of a workbook that is the list. */
  readonly sheet?: string | undefined;
};

export type PreviewOptions = ListOptions & {
  readonly row?: number | undefined;
  readonly player?: string | undefined;
  /** The file that becomes a page of the messages. */
  readonly html?: string | undefined;
};

export type SendOptions = ListOptions & { readonly rehearse: boolean };

export type ViaOptions = Pick<SendOptions, 'rehearse'> & {
  /** Whose machine sends what is approved; this one where it is left out. */
  readonly via?: 'aws' | undefined;
};

export type StatusOptions = SendOptions & {
  /** Ask again until all is final. */
  readonly watch: boolean;
};

export type HistoryOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'>;

export type TestOptions = SendOptions &
  Pick<PreviewOptions, 'row' | 'player'> & {
    /** Which of TEST_NUMBERS. */
    readonly to?: string | undefined;
  };

export type ReportOptions = ListOptions & {
  readonly rehearse: boolean;
  /** The file that becomes a CSV. */
  readonly output?: string | undefined;
  /** Only those to ring. */
  readonly chase: boolean;
  /** The file that becomes a page for the committee. */
  readonly html?: string | undefined;
  /** Whether the page names the people to ring. */
  readonly withNumbers: boolean;
};

export type OptOutOptions = Pick<ListOptions, 'json' | 'quiet' | 'color'> & {
  readonly rehearse: boolean;
};

export type OptOutImportOptions = OptOutOptions &
  Pick<ListOptions, 'map' | 'sheet'> & { readonly dryRun: boolean };

export type ServeOptions = Pick<ListOptions, 'quiet'> & {
  readonly rehearse: boolean;
  /** 0 for any that is free. */
  readonly port: number;
  readonly host: string;
};
