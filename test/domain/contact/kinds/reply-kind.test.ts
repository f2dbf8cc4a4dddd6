import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  classifyReply,
  REPLY_KINDS,
  type ReadReply,
  type ReplyKind,
} from '../../../../src/domain/contact/kinds/reply-kind.ts';
import { SENTENCES } from './parents-sentences.ts';

const AT = new Date('2026-11-30T12:00:00Z');

function kindOf(text: string, parts: Partial<ReadReply> = {}): ReplyKind {
  return classifyReply({ text, button: null, at: AT, ...parts }).kind;
}

const ALL = Object.entries(SENTENCES).flatMap(([kind, texts]) =>
  texts.map((text) => [text, kind as ReplyKind] as const),
);

describe('the kind of a reply', () => {
  it.each(ALL)('%s', (text, kind) => {
    expect(kindOf(text)).toBe(kind);
  });

  it.each([
    ['in capitals', (text: string) => text.toUpperCase()],
    ['in small letters', (text: string) => text.toLowerCase()],
    ['with a phone’s apostrophes', (text: string) => text.replaceAll('’', "'")],
    ['without apostrophes', (text: string) => text.replaceAll('’', '')],
    ['with spaces and lines around it', (text: string) => `\n  ${text.replaceAll(' ', '  ')} \n`],
    ['with marks that no screen shows', (text: string) => `\u200E${text}\u2069`],
  ])('does not change %s', (_how, change) => {
    const changed = ALL.map(([text]) => [change(text), kindOf(change(text))]);
    expect(changed).toEqual(ALL.map(([text, kind]) => [change(text), kind]));
  });

  it('is the more serious one of two in a reply, in either order', () => {
    const serious = ALL.filter(([, kind]) => seriousnessOf(kind) < EVERYDAY);
    fc.assert(
      fc.property(fc.constantFrom(...serious), fc.constantFrom(...ALL), ([one, kind], [two]) => {
        const both = [`${one}.\n${two}`, `${two}\n${one}`].map((text) =>
          seriousnessOf(kindOf(text)),
        );
        expect(Math.max(...both)).toBeLessThanOrEqual(seriousnessOf(kind));
      }),
    );
  });

  it.each([
    ['ready', '“Can you do it today?” Yes', 'a quoted question is not asked'],
    ['question', '"Let me know when you\'re ready" - what do I need?', 'a quoted yes is not said'],
    ['question', '> are you ready\n> to begin\nwhere do I find the link', 'quoted lines'],
    ['question', '“how much is it?”', 'nothing but a quotation'],
    ['other', 'Not ready', 'a negation'],
    ['other', 'please don’t stop the messages', 'a negation of stop'],
    ['ready', 'Yes 👍 thanks', 'a yes comes before thanks'],
    ['question', 'Thanks, ready. When is training?', 'a question comes before ready'],
    ['erasure_request', 'Ready? No. Delete my data', 'a right comes before a question'],
    ['court_order', 'Delete my data, there is a court order', 'a danger comes before a right'],
    ['other', '👍👎', 'symbols that contradict each other'],
    ['other', '...', 'no words and no symbol'],
    ['other', '12345', 'only digits'],
  ] as const)('is %s: %s (%s)', (kind, text, _why) => {
    expect(kindOf(text)).toBe(kind);
  });

  it('is read of a button, too', () => {
    expect(kindOf('', { button: 'Yes, I am ready' })).toBe('ready');
    expect(kindOf('Not interested', { button: 'Not interested' })).toBe('perhaps_stop');
  });

  it('is no_text without text, as with a voice note', () => {
    expect(['', ' ', '\n'].map((text) => kindOf(text))).toEqual(['no_text', 'no_text', 'no_text']);
  });

  it('follows Twilio where it took the reply for a keyword of the club', () => {
    expect(kindOf('Arrêt', { optOutType: 'STOP' })).toBe('stop');
    expect(kindOf('Info', { optOutType: 'HELP' })).toBe('question');
  });

  it('is other for a long text, unless a serious word stands at its beginning or a stop anywhere', () => {
    const long = 'words about the weather '.repeat(4000);
    expect(kindOf(`Ready. ${long}`)).toBe('other');
    expect(kindOf(`Delete my data. ${long}`)).toBe('erasure_request');
    expect(kindOf(`${long}. Please stop messaging me`)).toBe('perhaps_stop');
  });

  it.each([
    'yes ',
    '? ',
    'my mum ',
    'don’t ',
    '"',
    '> ',
    'who is ',
    '👍',
    'a',
    'delete my the ',
    '\n',
  ])('is found in 100 KB of %j repeated', (text) => {
    expect(REPLY_KINDS).toContain(kindOf(text.repeat(100_000 / text.length)));
  });

  it('is found in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...PIECES) }), (text) => {
        expect(REPLY_KINDS).toContain(kindOf(text));
      }),
    );
  });
});

/** What replies are made of, and what no reply should be made of. */
const PIECES = [
  'yes',
  'not ',
  'my ',
  'mum',
  '?',
  '"',
  '“',
  '>',
  '\n',
  ' ',
  '.',
  '👍',
  '\uD83D',
  '\0',
  'é',
  '’',
];

const EVERYDAY = REPLY_KINDS.indexOf('stop');

function seriousnessOf(kind: ReplyKind): number {
  return REPLY_KINDS.indexOf(kind);
}

describe('the day to answer a data request by', () => {
  it.each(['erasure_request', 'access_request', 'objection'] as const)('stands at %s', (kind) => {
    const days = SENTENCES[kind].map(
      (text) => classifyReply({ text, button: null, at: AT }).answerBy,
    );
    expect(new Set(days)).toEqual(new Set(['2026-12-30']));
  });

  it('stands at a more serious kind with a request in it', () => {
    const text = 'His dad died last week. Please delete his details';
    expect(classifyReply({ text, button: null, at: AT })).toEqual({
      kind: 'bereavement',
      answerBy: '2026-12-30',
    });
  });

  it('stands at no other kind', () => {
    const { ready, question, complaint, perhaps_stop, other } = SENTENCES;
    const texts = [ready, question, complaint, perhaps_stop, other].flat();
    const dated = texts.filter((text) => classifyReply({ text, button: null, at: AT }).answerBy);
    expect(dated).toEqual([]);
  });
});
