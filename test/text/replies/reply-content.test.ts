import { describe, expect, it } from '@jest/globals';
import type { ReplyContent } from '../../../src/domain/contact/reply-content.ts';
import { replyContent } from '../../../src/text/replies/reply-content.ts';

const PLACE = { label: null, address: null, latitude: '53.44', longitude: '-2.35' };
const aReply = (parts: Partial<ReplyContent>): ReplyContent => ({
  text: '',
  button: null,
  media: [],
  ...parts,
});

describe('what a parent sent', () => {
  it.each<readonly [Partial<ReplyContent>, string]>([
    [{ text: 'Yes\nplease' }, '“Yes⏎please”'],
    [{ text: 'Register', button: 'Register' }, '(pressed “Register”)'],
    [{ text: '👍', isReaction: true }, '(reacted with 👍)'],
    [{ isReaction: true }, '(took a reaction back)'],
    [{ location: PLACE }, '(a location: 53.44, -2.35)'],
    [{ location: { ...PLACE, label: 'Club', address: 'High St' } }, '(a location: Club, High St)'],
    [{ location: { ...PLACE, latitude: null, longitude: null } }, '(a location)'],
    [{ attachments: ['voice_note'] }, '(a voice note)'],
    [{ attachments: ['image', 'image', 'document'] }, '(2 images, a document)'],
    [{ text: 'Look', attachments: ['video'] }, '“Look” (a video)'],
    [{ media: ['https://api.twilio.com/Media.json'] }, '(media)'],
    [{ attachments: ['contact'] }, '(a contact)'],
    [{ attachments: ['sticker'] }, '(a sticker)'],
    [{ attachments: ['audio'] }, '(an audio file)'],
    [{}, '(nothing that can be shown)'],
  ])('%j is shown as %s', (parts, shown) => {
    expect(replyContent(aReply(parts))).toBe(shown);
  });

  it('fits a line: the text is cut, and what stands beside it stays', () => {
    const reply = aReply({ text: 'Yes please, '.repeat(9), attachments: ['image'] });
    expect(replyContent(reply, 30)).toBe('“Yes please, Yes …” (an image)');
    expect(replyContent(aReply({ button: 'x'.repeat(50) }), 20)).toHaveLength(20);
  });

  it('cannot take the screen over', () => {
    const odd = '\u001B[2J\u202E';
    const reply = aReply({
      text: odd,
      button: `x${odd}`,
      location: { ...PLACE, label: odd, address: odd },
    });
    expect(replyContent(reply)).not.toMatch(/[\p{Cc}\u202E]/u);
  });
});
