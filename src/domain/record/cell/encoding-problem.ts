import { refused } from '../parsed.ts';
import { decodedAs } from './other-encoding.ts';
import type { OtherEncoding } from './windows-1252.ts';

/** The problem of a value that reads differently in the encoding that its list probably is in. */
export function problemOfEncoding(
  cell: unknown,
  misread: OtherEncoding | null,
): ReturnType<typeof refused> | null {
  if (misread === null || typeof cell !== 'string') return null;
  const suggestion = decodedAs(cell, misread);
  if (suggestion === null || suggestion === cell) return null;
  return refused({ code: 'broken_characters', suggestion });
}
