import * as z from 'zod/mini';
import { InviteError } from '../../../domain/problem/problem.ts';
import { MOST_RECORDS } from '../list-options.ts';
import { faultAt, keyOfList } from './json-fault.ts';
import { scanJson } from './scan-json.ts';

export type JsonRow = {
  /** The record's number, from 1. */
  readonly row: number;
  /** Null for an element that is no object. */
  readonly values: { readonly [name: string]: unknown } | null;
  readonly element: unknown;
  /** Keys that are in this record twice. */
  readonly doubled: readonly string[];
};

export type Json = {
  readonly rows: readonly JsonRow[];
  /** Names beside `records`, which are part of no record. */
  readonly aside: readonly string[];
};

const RECORD = z.record(z.string(), z.unknown());
const WRAPPED = z.looseObject({ records: z.array(z.unknown()) });
const ONE = RECORD.check(z.refine((value) => !Object.hasOwn(value, 'records')));
const SHAPE = z.union([z.array(z.unknown()), WRAPPED, ONE]);

/**
 * The records of a JSON file: one, an array of them, or `{"records": [...]}`.
 *
 * @throws InviteError `not_json`, `no_records` or `too_many_records`
 */
export function readJson(text: string, file: string): Json {
  const { fault, doubled } = scanJson(text);
  const list = doubled.find(({ path, key }) => path.length === 0 && key === 'records');
  const stop = fault ?? list?.at;
  if (stop !== undefined) {
    const why = faultAt(text, stop);
    const named = why === null ? {} : { why };
    throw new InviteError({ code: 'not_json', file, ...place(text, stop), ...named });
  }

  const { elements, path, aside } = contents(text, file);
  if (elements.length === 0) throw new InviteError({ code: 'no_records', file });
  if (elements.length > MOST_RECORDS) {
    throw new InviteError({ code: 'too_many_records', file, limit: MOST_RECORDS });
  }
  const doubledByPath = Map.groupBy(doubled, (one) => JSON.stringify(one.path));
  const rows = elements.map((element, index): JsonRow => {
    const own = doubled.length === 0 ? [] : doubledByPath.get(JSON.stringify(path(index)));
    const record = RECORD.safeParse(element);
    return {
      row: index + 1,
      values: record.success ? record.data : null,
      element,
      doubled: [...new Set(own?.map(({ key }) => key))],
    };
  });
  return { rows, aside };
}

type Contents = {
  readonly elements: readonly unknown[];
  /** The path of an element, as `scanJson` gives it. */
  readonly path: (index: number) => readonly (string | number)[];
  readonly aside: readonly string[];
};

function contents(text: string, file: string): Contents {
  const shape = SHAPE.safeParse(JSON.parse(text));
  if (!shape.success) throw new InviteError({ code: 'not_json', file, line: null, column: null });
  const found = shape.data;
  if (Array.isArray(found)) return { elements: found, path: (index) => [index], aside: [] };
  if (Array.isArray(found['records'])) {
    const aside = Object.keys(found).filter((name) => name !== 'records');
    return { elements: found['records'], path: (index) => ['records', index], aside };
  }
  const key = keyOfList(found);
  if (key !== null) {
    throw new InviteError({ code: 'not_json', file, line: null, column: null, key });
  }
  return { elements: [found], path: () => [], aside: [] };
}

/** Line and column, counted from 1. */
function place(text: string, at: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, at).split(/\r\n|\n|\r/u);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
