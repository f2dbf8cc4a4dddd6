import { dirname } from 'node:path';
import { InviteError } from '../../domain/problem/problem.ts';
import { makeFolder } from '../files/make-folder.ts';
import { existingFile, readWholeFile, replaceFile, systemCode } from '../files/whole-file.ts';
import { LARGEST_SETTINGS_BYTES } from './find-settings.ts';

/** A line of the settings file, and the variable that it sets. */
type SettingsLine = { readonly variable: string; readonly line: string };

/**
 * Writes settings to the file, all of them or none. An empty value is read as not set.
 *
 * @throws InviteError `settings_unwritable`
 */
export function keepSettings(file: string, values: { readonly [name: string]: string }): void {
  const lines = Object.entries(values).map(([variable, value]) => ({
    variable,
    line: `${variable}=${quoted(value)}`,
  }));
  try {
    putLines(file, lines);
  } catch (error) {
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'settings_unwritable', file, reason });
  }
}

/**
 * Puts lines into the settings file, each in place of its variable's line. The other lines stay as they
 * are, byte for byte. After a power cut the file is the old one or the new one.
 *
 * @throws Error with the system's code when the file or its folder cannot be written, and as `readWholeFile` does
 */
function putLines(file: string, lines: readonly SettingsLine[]): void {
  makeFolder(dirname(file));
  const target = existingFile(file);
  const before = target === null ? null : readWholeFile(target, LARGEST_SETTINGS_BYTES);
  replaceFile(target ?? file, withLines(before, lines));
}

/** The content with these lines. Latin-1 preserves every byte. */
function withLines(before: Buffer | null, lines: readonly SettingsLine[]): Buffer {
  const isUtf16 = before?.[0] === 0xff && before[1] === 0xfe;
  const text = before?.toString(isUtf16 ? 'utf16le' : 'latin1') ?? '';
  const after = lines.reduce(
    (so, { variable, line }) =>
      withLine(so, variable, isUtf16 ? line : Buffer.from(line).toString('latin1')),
    text,
  );
  return Buffer.from(after, isUtf16 ? 'utf16le' : 'latin1');
}

function withLine(text: string, variable: string, line: string): string {
  // Of several lines of one variable, dotenv uses the last.
  const found = [...text.matchAll(lineOf(variable))].at(-1);
  return found === undefined
    ? appended(text, line)
    : text.slice(0, found.index) + line + text.slice(found.index + found[0].length);
}

function lineOf(variable: string): RegExp {
  const value = `(?:'[^']*'|"[^"]*"|)[^\\r\\n]*`;
  return new RegExp(
    `(?<=^|[\\r\\n])[ \\t]*(?:export[ \\t]+)?${variable}[ \\t]*[=:][ \\t]*${value}`,
    'gu',
  );
}

function appended(text: string, line: string): string {
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = text !== '' && !/[\r\n]$/u.test(text);
  return `${text}${isOpen ? lineEnd : ''}${line}${lineEnd}`;
}

/** In a kind of quotes that is not in the value. In double quotes dotenv interprets `\n`. */
function quoted(value: string): string {
  if (/^[\w@%+=:,./-]*$/u.test(value)) return value;
  const quote = ["'", '`'].find((mark) => !value.includes(mark)) ?? '"';
  return `${quote}${value}${quote}`;
}
