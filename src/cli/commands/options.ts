import type { Field } from '../../domain/field.ts';

/** The options every command that reads a list understands. */
export type ListOptions = {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly color: boolean;
  readonly set: { readonly [field in Field]?: string };
  readonly map: { readonly [field in Field]?: string };
};

export type PreviewOptions = ListOptions & {
  readonly row?: number | undefined;
  readonly player?: string | undefined;
};

export type SendOptions = ListOptions & { readonly rehearse: boolean };
