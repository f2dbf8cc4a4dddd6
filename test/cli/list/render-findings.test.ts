import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { aFile, run, sample } from '../run.ts';

it('shows a full name that was split on one line of the card, with both halves', async () => {
  const text = readFileSync(sample('payload.json'), 'utf8')
    .replace(/"player_first_name": "[^"]*"/u, '"player_full_name": "John Smith"')
    .replace(/"player_last_name": "[^"]*",\s*/u, '');
  const { stderr } = await run(['send', aFile('whole.json', text), '--rehearse'], { stdin: 'n\n' });
  expect(stderr.split('\n').filter((line) => line.includes('mended: '))).toEqual([
    '  ! mended: John Smith read as John | Smith (first and last name told apart)',
  ]);
});
