import { describe, expect, it } from '@jest/globals';
import type { ColumnDoubt } from '../../../src/adapters/list-file/columns/column-survey.ts';
import { askAboutColumns, type ColumnAnswers } from '../../../src/cli/list/ask-about-columns.ts';
import { PLAIN } from '../../../src/cli/terminal/colours.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';

type Asked = { readonly questions: readonly string[]; readonly screen: string };

/** These answers in order, then the end of the input. */
async function askedWith(
  given: readonly string[],
  { doubts }: Pick<Parameters<typeof askAboutColumns>[0], 'doubts'>,
): Promise<Asked & { readonly said: ColumnAnswers | 'stopped_by_hand' }> {
  const left = [...given];
  const questions: string[] = [];
  let screen = '';
  const said = await askAboutColumns(
    { doubts, statusColumns: [] },
    {
      answers: {
        next: async ({ question }) => {
          questions.push(question);
          return left.shift() ?? null;
        },
        nextLine: async () => null,
        printAbove: (print) => print(),
        close: () => {},
      },
      output: {
        isTerminal: true,
        columns: () => 80,
        rows: () => 24,
        ready: async () => {},
        write: (text) => {
          screen += text;
        },
        stream: () => {
          throw new Error('Nothing is drawn here.');
        },
      },
      colours: PLAIN,
      stop: new AbortController().signal,
    },
  ).catch((error: unknown) => {
    if (error instanceof InviteError && error.problem.code === 'stopped_by_hand')
      return 'stopped_by_hand' as const;
    throw error;
  });
  return { said, questions, screen };
}

const MOBILE = {
  column: 'F',
  heading: 'Mobile',
  samples: ['07700 900123', '07700 900124', '07700 900125'],
};
const PHONE = { column: 'G', heading: 'Phone', samples: [] };
const PARENT_TEL: ColumnDoubt = { field: 'parent_tel', candidates: [MOBILE, PHONE] };
describe('a column that could be a field', () => {
  it('is shown with its letter, its heading and its first three cells, and taken on a yes', async () => {
    const { said, questions, screen } = await askedWith(['y'], { doubts: [PARENT_TEL] });
    expect(said).toEqual({ map: { parent_tel: 'Mobile' }, decisions: [] });
    expect(questions).toEqual(["Is it the parent's mobile? (y/n)"]);
    expect(screen).toBe(
      [
        '',
        "No column is surely the parent's mobile. Column F (Mobile) holds:",
        '  07700 900123',
        '  07700 900124',
        '  07700 900125',
        '',
      ].join('\n'),
    );
  });

  it('is left alone on a no, and the next one is shown', async () => {
    const { said, screen } = await askedWith(['n', 'y'], { doubts: [PARENT_TEL] });
    expect(said).toEqual({ map: { parent_tel: 'Phone' }, decisions: [] });
    expect(screen).toContain('Column G (Phone) holds:\n  (nothing)\n');
  });

  it('is not taken when every answer is no', async () => {
    const { said } = await askedWith(['n', 'n'], { doubts: [PARENT_TEL] });
    expect(said).toEqual({ map: {}, decisions: [] });
  });

  it('is not asked about again once it is taken for another field', async () => {
    const first = { column: 'A', heading: 'First Name', samples: ['Ava'] };
    const { said, questions } = await askedWith(['y'], {
      doubts: [
        { field: 'player_first_name', candidates: [first] },
        { field: 'parent_first_name', candidates: [first] },
      ],
    });
    expect(said).toEqual({ map: { player_first_name: 'First Name' }, decisions: [] });
    expect(questions).toHaveLength(1);
  });

  it('answers for both names in it when it is a full name', async () => {
    const name = { column: 'A', heading: 'Name', samples: ['Ava Hartley'] };
    const surname = { column: 'B', heading: 'Surname', samples: ['Hartley'] };
    const { said, questions } = await askedWith(['y'], {
      doubts: [
        { field: 'player_full_name', candidates: [name] },
        { field: 'player_last_name', candidates: [surname] },
      ],
    });
    expect(said).toEqual({ map: { player_full_name: 'Name' }, decisions: [] });
    expect(questions).toEqual(["Is it the player's full name? (y/n)"]);
  });

  it('stops the run where no answers come any more', async () => {
    const { said } = await askedWith([], { doubts: [PARENT_TEL] });
    expect(said).toBe('stopped_by_hand');
  });

  it('cannot move the cursor by its text', async () => {
    const nasty = { column: 'F', heading: 'Mob\u001B[2Jile', samples: ['\u001B[1A07700 900123'] };
    const { screen } = await askedWith(['n'], {
      doubts: [{ field: 'parent_tel', candidates: [nasty] }],
    });
    expect(screen).not.toContain('\u001B');
  });
});
