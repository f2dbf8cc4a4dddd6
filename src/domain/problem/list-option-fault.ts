import type { Holds } from '../list/headings/unused-heading.ts';
import type { ColumnField } from '../record/field.ts';

type Mapped = {
  readonly field: ColumnField;
  readonly heading: string;
  /** The kept map that the mapping comes from; null where `--map` gives it. */
  readonly keptMap: string | null;
};

/** Why an option about the columns of a list cannot be followed. */
export type ListOptionFault =
  | (Mapped & {
      readonly code: 'mapped_heading_missing';
      readonly file: string;
      readonly headings: readonly string[];
    })
  | (Mapped & { readonly code: 'mapped_heading_wrong'; readonly holds: Holds })
  | {
      readonly code: 'heading_mapped_twice';
      readonly heading: string;
      readonly fields: readonly [ColumnField, ColumnField];
    }
  | {
      readonly code: 'left_out_heading_missing';
      readonly heading: string;
      readonly value: string;
      readonly file: string;
      readonly headings: readonly string[];
      /** The kept map that leaves these rows out; null where `--leave-out` does. */
      readonly keptMap: string | null;
    }
  | {
      readonly code: 'included_heading_missing';
      readonly heading: string;
      readonly value: string;
      readonly file: string;
      /** The headings of the consent and status columns. */
      readonly headings: readonly string[];
    }
  | {
      readonly code: 'left_out_value_missing' | 'included_value_missing';
      readonly heading: string;
      readonly value: string;
      readonly file: string;
      /** Values that do stand under the heading; the empty text for an empty cell. */
      readonly values: readonly string[];
    };
