import type { Template } from '../domain/message/template.ts';
import type { Family } from '../domain/list/list-check.ts';

/** Something the operator has to know, where it stands in the list, and what to do. */
export type PreviewNote = {
  readonly message: string;
  readonly fix: string | null;
  readonly places: readonly string[];
};

/** All that stands on the page; what is words already was put into words where the terminal's are. */
export type Preview = {
  /** The list's name without its folder. */
  readonly file: string;
  /** When the file was changed; null where nobody knows. */
  readonly changed: string | null;
  readonly made: string;
  readonly template: Template;
  readonly families: readonly Family[];
  /** What is odd or mended about a row. */
  readonly notesOn: (row: number) => readonly string[];
  /** Which messages were asked for, where it is not all of them. */
  readonly narrowedTo: string | null;
  readonly leftOut: readonly PreviewNote[];
  /** What is odd about the list as a whole. */
  readonly aboutList: readonly PreviewNote[];
};
