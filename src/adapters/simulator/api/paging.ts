import * as z from 'zod';
import type { RefusalCode } from '../faults/twilio-codes.ts';

/** Twilio's largest page size. */
export const LARGEST_PAGE = 1000;
const USUAL_PAGE = 50;

/** The query fields of every list. A `PA` token asks for the page after a resource, `PB` for the one before. */
export const PAGE_FIELDS = {
  PageSize: z.coerce.number().int().min(1).max(LARGEST_PAGE).default(USUAL_PAGE),
  Page: z.coerce.number().int().min(0).default(0),
  PageToken: z
    .string()
    .regex(/^P[AB][A-Z]{2}[0-9a-f]{32}$/iu)
    .optional(),
};

/** The error code of a query that is not valid. */
export function codeOfQuery(issues: readonly z.core.$ZodIssue[]): RefusalCode {
  const tooLarge = issues.some(({ code, path }) => code === 'too_big' && path[0] === 'PageSize');
  return tooLarge ? 20007 : 20001;
}

export type PageRequest = {
  readonly PageSize: number;
  readonly Page: number;
  readonly PageToken?: string | undefined;
};

export type Page<T> = {
  readonly items: readonly T[];
  /** The token of the next page; null on the last one. */
  readonly next: string | null;
  /** The token of the previous page; null on the first one. */
  readonly previous: string | null;
};

/**
 * One page of the items that `keep` returns true for. A token names an item, so that items added
 * meanwhile do not move others to another page.
 *
 * @returns null when the token names no item, or a page after the first is asked for without one
 */
export function pageOf<T extends { readonly sid: string }>(
  all: readonly T[],
  { PageSize: size, Page: number, PageToken: token }: PageRequest,
  keep: (item: T) => boolean = () => true,
): Page<T> | null {
  if (token === undefined) return number === 0 ? cut(all, 0, size, keep) : null;
  const named = all.findIndex(({ sid }) => sid === token.slice(2));
  if (named === -1) return null;
  if (token.startsWith('PA')) return cut(all, named + 1, size, keep);
  const before = all.slice(0, named).filter(keep).slice(-size)[0];
  return cut(all, before === undefined ? 0 : all.indexOf(before), size, keep);
}

function cut<T extends { readonly sid: string }>(
  all: readonly T[],
  from: number,
  size: number,
  keep: (item: T) => boolean,
): Page<T> {
  const rest = all.slice(from).filter(keep);
  const items = rest.slice(0, size);
  const [first, last] = [items[0], items.at(-1)];
  return {
    items,
    next: last !== undefined && rest.length > size ? `PA${last.sid}` : null,
    previous: first !== undefined && all.slice(0, from).some(keep) ? `PB${first.sid}` : null,
  };
}

/** The address of a page, with its filters. */
export function pageAddress(
  path: string,
  fields: Readonly<Record<string, string>>,
  page: { readonly size: number; readonly number: number; readonly token: string | null },
): string {
  const query = new URLSearchParams(fields);
  query.set('PageSize', String(page.size));
  query.set('Page', String(page.number));
  query.delete('PageToken');
  if (page.token !== null) query.set('PageToken', page.token);
  return `${path}?${query.toString()}`;
}

/** The `meta` object that the newer APIs return with a page. */
export function metaOf(
  key: string,
  { previous, next }: Pick<Page<never>, 'previous' | 'next'>,
  of: {
    readonly path: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly request: PageRequest;
  },
): object {
  const { PageSize: size, Page: number, PageToken: asked = null } = of.request;
  const at = (pageNumber: number, token: string | null): string =>
    pageAddress(of.path, of.fields, { size, number: pageNumber, token });
  return {
    page: number,
    page_size: size,
    first_page_url: at(0, null),
    previous_page_url: previous === null ? null : at(Math.max(number - 1, 0), previous),
    url: at(number, asked),
    next_page_url: next === null ? null : at(number + 1, next),
    key,
  };
}
