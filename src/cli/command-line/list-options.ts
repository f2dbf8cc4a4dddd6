import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { InviteError } from '../../domain/problem/problem.ts';

/** The options that say how a list is read, each by its flag and the name its value is kept under. */
const LIST_OPTIONS = {
  '--set': 'set',
  '--map': 'map',
  '--save-map': 'saveMap',
  '--use-map': 'useMap',
  '--leave-out': 'leaveOut',
  '--sheet': 'sheet',
} as const;

type Flag = keyof typeof LIST_OPTIONS;

/** A list of numbers alone has one field, so that nothing else can be said of it. */
const TAKEN_BY_IMPORT: readonly Flag[] = ['--map', '--sheet'];

/**
 * Refuses an option about a list where no list is read: without effect it would be taken for understood.
 *
 * @param command the command that was chosen, its line parsed
 * @throws InviteError `usage`
 */
export function refuseListOptions(program: CommandUnknownOpts, command: CommandUnknownOpts): void {
  const path = pathOf(program, command);
  const takesList = command.registeredArguments.some((argument) => argument.name() === 'file');
  const readsList = takesList && command.args.length > 0;
  const given = (Object.keys(LIST_OPTIONS) as readonly Flag[]).filter(
    (flag) => program.getOptionValueSource(LIST_OPTIONS[flag]) === 'cli',
  );
  const taken = path === 'opt-out import' ? TAKEN_BY_IMPORT : given;
  const refused = given.filter((flag) => !readsList || !taken.includes(flag));
  if (refused.length === 0) return;
  const flags = refused.join(', ');
  const is = refused.length === 1 ? 'needs' : 'need';
  throw new InviteError({
    code: 'usage',
    message: readsList
      ? `${flags} ${is} a list of players, and ${path} reads numbers alone.`
      : `${flags} ${is} a list, and ${path} reads none${takesList ? ' without the name of its file' : ''}.`,
    fix: `${takesList && !readsList ? 'Add the name of the file, or leave' : 'Leave'} out ${flags}. Add --help to see what ${path} takes.`,
  });
}

/** The words that chose it, as `opt-out add`. */
function pathOf(program: CommandUnknownOpts, command: CommandUnknownOpts): string {
  const { parent } = command;
  const above = parent === null || parent === program ? '' : `${parent.name()} `;
  return `${above}${command.name()}`;
}
