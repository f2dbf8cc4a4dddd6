import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { InviteError } from '../../domain/problem/problem.ts';
import { LARGEST_SETTINGS_BYTES } from './find-settings.ts';
import { readWholeFile, existingFile, replaceFile } from '../files/whole-file.ts';

/** A line of the settings file, and the variable whose line it takes the place of. */
type SettingsLine = { readonly variable: string; readonly line: string };

/**
 * Keeps settings, all of them or none. An empty value counts as none when it is read again.
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
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    throw new InviteError({ code: 'settings_unwritable', file, reason });
  }
}

/**
 * Puts lines into the settings file, each in place of the line its variable has. Every other line
 * stays as it is, byte for byte, and the file is whole whenever the power goes.
 *
 * @throws Error with the system's code when the file or its folder cannot be written, and as `readWholeFile` does
 */
export function putLines(file: string, lines: readonly SettingsLine[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const target = existingFile(file);
  const before = target === null ? null : readWholeFile(target, LARGEST_SETTINGS_BYTES);
  replaceFile(target ?? file, withLines(before, lines));
}

/** The file with these lines in it. Latin-1 carries any byte there and back. */
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
  // The last line of a name is the one that counts.
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

/** Of the quotes that a settings file knows, one that is not in the value; double ones read `\n`. */
function quoted(value: string): string {
  if (/^[\w@%+=:,./-]*$/u.test(value)) return value;
  const quote = ["'", '`'].find((mark) => !value.includes(mark)) ?? '"';
  return `${quote}${value}${quote}`;
}
