import { describe, expect, it } from '@jest/globals';
import {
  attachmentsOf,
  contentKindsOf,
  type ReplyContent,
} from '../../../src/domain/contact/reply-content.ts';

describe('a file of a reply', () => {
  it.each([
    ['image/jpeg', null, 'image'],
    ['image/png', 'image', 'image'],
    ['image/webp', null, 'sticker'],
    ['image/webp', 'sticker', 'sticker'],
    ['image/webp', 'image', 'image'],
    ['video/mp4', 'video', 'video'],
    ['video/3gpp', null, 'video'],
    ['audio/ogg', 'audio', 'voice_note'],
    ['audio/ogg; codecs=opus', null, 'voice_note'],
    ['Audio/OGG', null, 'voice_note'],
    ['audio/mpeg', 'audio', 'audio'],
    ['audio/mp4', 'voice', 'voice_note'],
    ['application/pdf', 'document', 'document'],
    ['image/png', 'document', 'document'],
    ['application/vnd.ms-excel', null, 'document'],
    ['text/vcard', null, 'contact'],
    ['text/x-vcard', null, 'contact'],
    ['text/plain', 'contacts', 'contact'],
    ['text/plain', null, 'document'],
    ['nonsense', null, 'media'],
    [null, null, 'media'],
    [null, 'STICKER', 'sticker'],
  ])('with the type %j in a message of the type %j is: %s', (mediaType, messageType, kind) => {
    expect(attachmentsOf(messageType, [mediaType])).toEqual([kind]);
  });

  it.each([
    ['contacts', ['contact']],
    ['sticker', ['sticker']],
    ['audio', ['audio']],
    ['text', []],
    ['button', []],
    [null, []],
  ])('is known by the message type %j alone: %j', (messageType, kinds) => {
    expect(attachmentsOf(messageType, [])).toEqual(kinds);
  });
});

describe('a reply', () => {
  const PLACE = { label: null, address: null, latitude: '53.4', longitude: '-2.3' };
  const MEDIA = ['https://api.twilio.com/a', 'https://api.twilio.com/b'];

  it.each<readonly [Partial<ReplyContent>, readonly string[]]>([
    [{ text: 'Yes' }, ['text']],
    [{ text: 'Yes', button: 'Yes' }, ['button']],
    [{ text: 'Yes', button: 'Register' }, ['text', 'button']],
    [{ text: '👍', isReaction: true }, ['reaction']],
    [{ location: PLACE }, ['location']],
    [{ text: 'Here', location: PLACE }, ['text', 'location']],
    [{ media: MEDIA }, ['media']],
    [{ media: MEDIA, attachments: ['image', 'image'] }, ['image']],
    [{ text: 'Look', media: MEDIA, attachments: ['image', 'video'] }, ['text', 'image', 'video']],
    [{ attachments: ['contact'] }, ['contact']],
    [{}, ['other']],
  ])('with %j is of the kinds %j', (parts, kinds) => {
    expect(contentKindsOf({ text: '', button: null, media: [], ...parts })).toEqual(kinds);
  });
});
