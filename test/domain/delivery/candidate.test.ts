import { describe, expect, it } from '@jest/globals';
import { matchListed, type ListedMessage } from '../../../src/domain/delivery/candidate.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';

const SOUGHT = {
  to: 'whatsapp:+447700900123',
  body: 'Hi Jane,\n\nYou have been invited to register John.',
  since: new Date('2026-07-15T18:42:30Z'),
};

function listed(changes: Partial<ListedMessage>): ListedMessage {
  return {
    sid: asMessageSid(`MM${'a'.repeat(32)}`) as MessageSid,
    to: SOUGHT.to,
    direction: 'outbound-api',
    body: SOUGHT.body,
    createdAt: new Date('2026-07-15T18:42:31Z'),
    ...changes,
  };
}

type Likeness = ReturnType<typeof matchListed>;

describe('a message of Twilio’s list', () => {
  it.each<readonly [Likeness, string, Partial<ListedMessage>]>([
    ['same', 'to this number with this text', {}],
    [
      'same',
      'with other spaces and line ends',
      { body: `  ${SOUGHT.body.replace('\n\n', ' ')}\n` },
    ],

    ['text_hidden', 'with an empty text', { body: '' }],
    ['text_hidden', 'without a text', { body: null }],
    ['text_hidden', 'with spaces alone', { body: ' \n ' }],
    ['text_hidden', 'with asterisks', { body: '**********' }],
    ['text_hidden', 'with asterisks for each word', { body: '** ****, *** **** ****' }],
    ['text_hidden', 'with crosses', { body: 'XXXX XXXX' }],
    ['text_hidden', 'with blocks', { body: '█████ ███' }],
    ['text_hidden', 'with dashes', { body: '-----' }],
    ['text_hidden', 'with the word for it', { body: '[REDACTED]' }],
    ['text_hidden', 'with a sentence for it', { body: 'Redacted by the account’s settings' }],

    ['text_differs', 'with another text', { body: 'See you on Friday.' }],
    ['text_differs', 'with this text for a sibling', { body: SOUGHT.body.replace('John', 'Ava') }],
    ['text_differs', 'with a part of this text', { body: SOUGHT.body.slice(0, 20) }],
    ['text_differs', 'with this text and more', { body: `${SOUGHT.body} Thank you.` }],
    ['text_differs', 'with a part of it masked', { body: SOUGHT.body.replace('Jane', '****') }],
    ['text_differs', 'with a text that names what is hidden', { body: 'The ball is hidden.' }],

    ['number_hidden', 'to a number whose end is masked', { to: 'whatsapp:+44770090XXXX' }],
    ['number_hidden', 'to one whose middle is masked', { to: 'whatsapp:+4477*****123' }],
    ['number_hidden', 'to one with all but the end masked', { to: '**********23' }],
    ['number_hidden', 'to a mask of another length', { to: 'whatsapp:+4477…23' }],
    ['number_hidden', 'to a masked one, with no text', { to: 'whatsapp:+44770090XXXX', body: '' }],
    ['number_hidden', 'to a masked one, with another text', { to: '+44770090####', body: 'Hello' }],
    ['number_hidden', 'to nobody who is shown', { to: '' }],
    ['number_hidden', 'to nobody at all', { to: null }],
    ['number_hidden', 'to nobody behind the channel', { to: 'whatsapp:' }],
    ['number_hidden', 'to a word for it', { to: 'whatsapp:[redacted]' }],

    ['other', 'to another number', { to: 'whatsapp:+447700900124' }],
    ['other', 'to another number, with no text', { to: 'whatsapp:+447700900124', body: '' }],
    ['other', 'to this number by SMS', { to: '+447700900123' }],
    ['other', 'to a masked number that is another', { to: 'whatsapp:+44770191XXXX' }],
    ['other', 'to a masked number with another end', { to: 'whatsapp:+4477*****124' }],
    ['other', 'to a user without a number', { to: 'whatsapp:GB.1X2A3' }],
    ['other', 'from the parent', { direction: 'inbound', body: '' }],
    ['other', 'that Twilio answered with', { direction: 'outbound-reply', body: '' }],
    ['other', 'of a call', { direction: 'outbound-call' }],
    ['other', 'from long before', { createdAt: new Date('2026-07-15T18:40:29Z') }],
    ['other', 'from long before, without a text', { createdAt: new Date(0), body: '' }],

    ['same', 'from before, by clocks apart', { createdAt: new Date('2026-07-15T18:40:30Z') }],
    ['same', 'from a day later', { createdAt: new Date('2026-07-16T18:42:30Z') }],
    ['text_hidden', 'from a day later', { createdAt: new Date('2026-07-16T18:42:30Z'), body: '' }],
    ['same', 'from a week later', { createdAt: new Date('2026-07-22T18:42:30Z') }],
    ['other', 'from over a day later', { createdAt: new Date('2026-07-16T18:42:31Z'), body: '' }],
    ['other', 'of another text then', { createdAt: new Date('2026-07-22T18:42Z'), body: 'Hello' }],
    ['other', 'to a mask then', { createdAt: new Date('2026-07-22T18:42Z'), to: '' }],
    ['same', 'of a time that is none', { createdAt: new Date(Number.NaN) }],
  ])('is %s: %s', (match, _what, changes) => {
    expect(matchListed(listed(changes), SOUGHT)).toBe(match);
  });

  it.each(['', ' ', SOUGHT.body])(
    'is never the same where the text that was sent is erased here: %j',
    (body) => {
      expect(matchListed(listed({ body }), { ...SOUGHT, body: '' })).toBe('text_hidden');
    },
  );
});
