import { isOver, parseSeason } from '../record/values/season.ts';
import type { ContentVariables } from './template.ts';

/** Nobody's values, to show what a template reads like: Ofcom's numbers for drama and invented names. */
export function exampleVariables(now: Date): ContentVariables {
  return {
    '1': 'Jane',
    '2': 'John',
    '3': 'Panthers',
    '4': 'u11s',
    '5': seasonAt(now),
    '6': '40',
    '7': '26',
    '8': 'Alex Johnson',
    '9': '07700 900001',
  };
}

/** The season an invite would be for now: the first that is not over. */
function seasonAt(now: Date): string {
  const year = now.getUTCFullYear();
  const running = parseSeason(seasonFrom(year - 1));
  return running.ok && !isOver(running.value, now) ? running.value : seasonFrom(year);
}

function seasonFrom(year: number): string {
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}
