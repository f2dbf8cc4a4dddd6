import type { WhichParents } from '../../../domain/list/parent-choice.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { count } from '../../../text/format.ts';
import type { NamedList } from '../named-list.ts';
import type { Conversation } from './conversation.ts';

const CHOICES: { readonly [key in string]?: WhichParents } = {
  '1': 'first',
  '2': 'second',
  b: 'both',
  m: 'mobile',
  e: 'each',
};

/**
 * Asks once which of two parents in a row get the invite.
 *
 * @returns null where no row has two, or it is decided already
 * @throws InviteError `stopped_by_hand`
 */
export async function askAboutParents(
  { parents: { isChosen, rows }, records }: NamedList,
  { answers, output, colours, stop }: Conversation,
): Promise<WhichParents | null> {
  if (isChosen || rows.size === 0) return null;
  output.write(
    `\n${[
      colours.odd(`${rows.size} of ${count(records, 'row')} have a second parent with a phone.`),
      '  1 the first parent        m the one with a mobile, the first if both have',
      '  2 the second parent       e ask for each family',
      '  b both',
    ].join('\n')}\n`,
  );
  const asked = {
    question: colours.bold('Who gets the invite? (1/2/b/m/e)'),
    keys: Object.keys(CHOICES),
    otherKey: colours.odd('Press 1, 2, b, m or e.'),
  };
  const key = await answers.next(asked, stop);
  if (key === null || stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  return CHOICES[key] ?? null;
}
