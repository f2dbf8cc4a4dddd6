import { describe, expect, it } from '@jest/globals';
import { aCsv, aFile, documentIn, rowsFor, run, sample } from './run.ts';
import { readFileSync } from 'node:fs';
import { FIELDS } from '../../src/domain/field.ts';

const WITHOUT_SEASON = FIELDS.filter((field) => field !== 'current_registration_season');
const SET = ['--set', 'current_registration_season=2026-27'];

/** Known faults: each of these fails as it should until the place named is put right. */
describe('to be put right', () => {
  // program.ts: commander's own "(outputHelp)" reaches the screen.
  it.failing.each(['--json', '--quiet'])('%s alone is told in words', async (flag) => {
    const { stdout, stderr } = await run([flag]);
    expect(`${stdout}${stderr}`).not.toContain('outputHelp');
  });

  // report-failure.ts: the first word without a dash may be the value of an option.
  it.failing('an error names the command although an option stands before it', async () => {
    const ran = await run(['--set', 'team_name=Lions', 'check', 'nope.csv', '--json']);
    expect(documentIn(ran)).toMatchObject({ command: 'check' });
  });

  // program.ts: option parsers throw before commander looks for --help.
  it.failing.each([
    ['preview', '--row', 'abc', '--help'],
    ['check', '--set', 'nonsense', '--help'],
  ])('help wins over a wrong value: %s %s %s %s', async (...argv) => {
    expect((await run(argv)).exitCode).toBe(0);
  });

  // program.ts: commander's messages come without a full stop.
  it.failing.each([
    { argv: ['check'] },
    { argv: ['sned', 'x.csv'] },
    { argv: ['send', '--dryrun', 'x.csv'] },
  ])('what is wrong with $argv is a sentence', async ({ argv }) => {
    expect((await run(argv)).stderr.split('\n')[0]).toMatch(/\.$/u);
  });

  // commands/check.ts, preview.ts and send.ts: without them the line that is told does not work.
  it.failing.each([['check'], ['preview'], ['send', '--rehearse']])(
    'the next step of %s keeps --set',
    async (...words) => {
      const file = aCsv(rowsFor(['101']), WITHOUT_SEASON);
      const { stderr } = await run([...words, file, ...SET]);
      expect(stderr.split('\n').find((line) => line.includes(': urmston-invite'))).toContain(
        '--set',
      );
    },
  );

  // commands/check.ts: the name of the file goes to the terminal as it is.
  it.failing('an escape sequence in the name of a file never reaches the terminal', async () => {
    const file = aFile('a\u001B[2Jb.json', readFileSync(sample('payload.json')));
    const { stdout, stderr } = await run(['check', file]);
    expect(`${stdout}${stderr}`).not.toContain('\u001B');
  });
});
