import type { ListOptions } from '../command-line/options.ts';
import { printable, quoted } from '../../text/format.ts';

/** A command line for the same list that can be pasted, with all that changes how the list is read. */
export function lineFor(
  command: string,
  file: string,
  { set, map, useMap, leaveOut, sheet }: ListOptions,
  flags: readonly string[] = [],
): string {
  const words = [
    command,
    quoted(file),
    ...given('--set', set),
    ...(useMap === undefined ? [] : ['--use-map', useMap]),
    ...given('--map', map),
    ...leaveOut.flatMap(({ heading, value }) => ['--leave-out', quoted(`${heading}=${value}`)]),
    ...(sheet === undefined ? [] : ['--sheet', quoted(sheet)]),
    ...flags,
  ];
  return printable(`urmston-invite ${words.join(' ')}`);
}

function given(flag: string, values: ListOptions['map']): readonly string[] {
  return Object.entries(values).flatMap(([field, value]) => [flag, quoted(`${field}=${value}`)]);
}
