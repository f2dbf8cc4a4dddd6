import { describe, expect, it } from '@jest/globals';
import {
  moreText,
  neverSent,
  otherReplies,
  replyLines,
} from '../../../../src/cli/commands/status/view.ts';
import { aMessage } from '../../../support/builders.ts';
import { aReply, aScreen } from './pages.ts';

describe('replies beside no message', () => {
  it('name the sender, and what is no text', async () => {
    const media = ['https://api.twilio.com/a'];
    const listed = aReply('', { sender: 'GB.1a2b', media });
    const note = aReply('', { media, attachments: ['voice_note'] });
    expect(await otherReplies([listed, note], aScreen(null))).toEqual({
      head: ['2 replies beside no message'],
      brief: '2 replies beside no message',
      count: 2,
      people: [
        ['  > …a2b wrote: (media), 15 Jul 2026, 19:00'],
        ['  > …123 wrote: (a voice note), 15 Jul 2026, 19:00'],
      ],
    });
    expect(await otherReplies([], aScreen(80))).toBeNull();
  });
});

describe('a reply', () => {
  it('has what it seems to mean, and the day for an answer that the law wants', () => {
    const asks = aReply('Delete my data please');
    expect(replyLines([asks], aScreen(80))).toEqual([
      '  > wrote (asks for deletion): “Delete my data please”, 15 Jul 2026, 19:00',
      '    Data request: answer by 17 Aug',
    ]);
  });

  it('leaves out what it seems to mean where the screen is too narrow', () => {
    const lines = replyLines([aReply('Delete my data please')], aScreen(50));
    expect(lines).toEqual([
      '  > wrote: “Delete my data p…”, 15 Jul 2026, 19:00',
      '    Data request: answer by 17 Aug',
    ]);
  });
});

describe('the messages of a list that were never sent', () => {
  it('have their row, and fit the screen', async () => {
    const found = await neverSent([aMessage({ row: 3 })], aScreen(20));
    expect(found).toMatchObject({ head: ['Never sent (1)'], people: [['  row 3  John Smith…']] });
    expect(await neverSent([], aScreen(80))).toBeNull();
  });
});

describe('the line about the rest', () => {
  const failed = { standing: 'failed', reason: '', count: 3 } as const;
  const arrived = { standing: 'arrived', reason: '', count: 9 } as const;

  it.each([
    [[failed, arrived], 2, '2 more are not shown here. All messages: status --all'],
    [[failed], 2, '2 more are not shown here. All messages: status --all'],
    [[failed, arrived], 0, 'All messages: status --all'],
    [[failed], 0, null],
    [[], 0, null],
  ])('%j, of which %d are hidden', (groups, hidden, expected) => {
    expect(moreText({ groups }, hidden, 'status --all')).toBe(expected);
  });
});
