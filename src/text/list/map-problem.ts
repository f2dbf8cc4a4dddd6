import type { StopProblem } from '../../domain/problem/problem.ts';
import type { ProblemTexts } from '../advice.ts';
import { listed } from '../format.ts';
import { keepFaultFix, writeFaultText } from '../system-fault.ts';

type MapProblem = Extract<
  StopProblem,
  { readonly code: 'map_not_found' | 'maps_unreadable' | 'map_unreadable' | 'maps_unwritable' }
>;

/** Why a kept map cannot be used or kept. */
export const MAP_PROBLEMS: ProblemTexts<MapProblem> = {
  map_not_found: (problem) => ({
    message: `There is no column map called ${problem.name}.`,
    fix:
      problem.names.length === 0
        ? 'None is kept yet: add --save-map NAME to a line with --map.'
        : `Use one that is kept: ${listed(problem.names)}.`,
  }),
  maps_unreadable: (problem) => ({
    message: `The column maps in ${problem.file} cannot be read.`,
    fix: 'Check that you may open the file; if a line that begins with COLUMN_MAP_ is damaged, delete that line and keep the map anew.',
  }),
  map_unreadable: (problem) => ({
    message: problem.isNewer
      ? `The kept map ${problem.name} is from a newer version of urmston-invite.`
      : `The kept map ${problem.name} cannot be read: ${problem.file} is damaged, or you may not open it.`,
    fix: problem.isNewer
      ? `Install that version, or keep the map anew with --save-map ${problem.name}.`
      : `Put the file right or delete it, and keep the map anew with --save-map ${problem.name}.`,
  }),
  maps_unwritable: (problem) => ({
    message: `The column map cannot be kept in ${problem.file}${writeFaultText(problem.reason)}.`,
    fix: keepFaultFix(problem.reason, problem.file, 'leave out --save-map'),
  }),
};
