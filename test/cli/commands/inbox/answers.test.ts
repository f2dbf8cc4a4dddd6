import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aFolder, fakeShell } from '../../../support/terminal/fake-shell.ts';
import { typeAnswers } from '../../../support/terminal/type-answers.ts';
import { documentIn, run, runIn } from '../../run.ts';

const HI = 'Hi {parent_first_name}, here it is: {LINK}';

describe('inbox answers', () => {
  it('adds, changes, removes and lists answers, in the order of their keys', async () => {
    const home = aFolder();
    const link = { LINK: 'https://club.example/join' };
    const answers = async (...words: string[]) =>
      await run(['inbox', 'answers', ...words], { home, env: link });
    expect(await answers()).toMatchObject({
      exitCode: 0,
      stdout: 'There are no saved answers.\n',
      stderr: expect.stringContaining('inbox answers add'),
    });
    expect(await answers('add', HI)).toMatchObject({
      exitCode: 0,
      stdout: `1  ${HI}\n`,
      stderr: '',
    });
    await answers('add', 'Two');
    await answers('add', 'Three');
    expect((await answers('edit', '2', 'Zwei')).stdout).toBe(`1  ${HI}\n2  Zwei\n3  Three\n`);
    expect((await answers('remove', '1')).stdout).toBe('1  Zwei\n2  Three\n');
    expect(documentIn(await answers('list', '--json'))).toEqual({
      schema: 1,
      command: 'inbox answers',
      answers: [
        { number: 1, text: 'Zwei' },
        { number: 2, text: 'Three' },
      ],
    });
    expect(readFileSync(join(home, 'settings.env'), 'utf8')).toContain('SAVED_ANSWERS=');
  });

  it.each([
    [
      ['add', 'Hi {parent_name}'],
      3,
      'saved_answer_unfit',
      'There is no field called {parent_name}',
    ],
    [['add', 'Hi {parent_frist_name}'], 3, 'saved_answer_unfit', '{parent_first_name}'],
    [['add', ''], 3, 'saved_answer_unfit', 'Nothing was saved.'],
    [['add'], 3, 'saved_answer_unfit', 'Nothing was saved.'],
    [['edit', '2', 'Two'], 2, 'saved_answer_not_found', 'There is no saved answer 2.'],
    [['remove', '9'], 2, 'saved_answer_not_found', 'There is no saved answer 9.'],
    [['remove', '0'], 2, 'usage', 'Saved answers are numbered from 1 to 9'],
  ] as const)('refuses %j', async (words, exitCode, code, said) => {
    const home = aFolder();
    await run(['inbox', 'answers', 'add', 'One'], { home });
    const ran = await run(['inbox', 'answers', ...words, '--json'], { home });
    expect(ran.exitCode).toBe(exitCode);
    expect(documentIn(ran)).toMatchObject({ error: { code } });
    expect(ran.stdout).toContain(said);
  });

  it('refuses a tenth answer', async () => {
    const home = aFolder();
    for (let number = 1; number <= 9; number += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await run(['inbox', 'answers', 'add', `Answer ${number}`], { home })).exitCode).toBe(
        0,
      );
    }
    const ran = await run(['inbox', 'answers', 'add', 'Ten', '--json'], { home });
    expect(documentIn(ran)).toMatchObject({ error: { code: 'too_many_saved_answers' } });
  });

  it('says where the link is missing', async () => {
    const { stderr } = await run(['inbox', 'answers', 'add', HI]);
    expect(stderr).toContain('the setting LINK is not set');
  });

  it('asks for the text at a terminal', async () => {
    const terminals = ['stdin', 'stdout', 'stderr'] as const;
    const shell = fakeShell({ terminals, env: { TERM: 'dumb', NO_COLOR: '1' } });
    const running = runIn(['inbox', 'answers', 'add'], shell);
    expect(await typeAnswers([[/Write: $/u, 'See you\r']], shell, running)).toBe(0);
    expect(shell.stdout.text()).toBe('1  See you\n');
  });
});
