import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/** The command with its parents, as `opt-out add`. */
export function pathOf(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent === null || parent.parent === null
    ? command.name()
    : `${pathOf(parent)} ${command.name()}`;
}
