import { describe, expect, it } from '@jest/globals';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { missingNotices } from '../../../src/domain/message/template-notices.ts';

const COMPLETE =
  'Urmston Town here. Reply STOP to get no more messages. Our privacy notice: https://urmston.example/privacy';

const missing = (body: string) => missingNotices(body).map(({ code }) => code);

describe('a template', () => {
  it('says all that it should', () => {
    expect(missing(COMPLETE)).toEqual([]);
  });

  it('as it is registered says who writes, and neither how to stop nor where the notice is', () => {
    const { body } = builtInTemplate();
    const { length } = body;
    expect(missingNotices(body)).toEqual([
      { code: 'stop_unexplained', length },
      { code: 'privacy_notice_missing', length },
    ]);
  });

  it('of few words says nothing of it', () => {
    expect(missing('Hi {{1}}, please register.')).toEqual([
      'sender_unnamed',
      'stop_unexplained',
      'privacy_notice_missing',
    ]);
  });
});

const without = (what: RegExp, words: string) => missing(COMPLETE.replace(what, words));

describe('how to stop', () => {
  it.each([
    'Text STOP to opt out.',
    'To stop these messages, just tell us.',
    'Answer “stop” and we leave you alone.',
    'You can opt-out at any time.',
    'Unsubscribe by a reply.',
    'If you want no more messages from us, say so.',
    'Don’t want to hear from us? Tell Alex.',
  ])('is said by %j', (words) => {
    expect(without(/Reply STOP[^.]+\./u, words)).toEqual([]);
  });

  it.each(['We train non-stop.', 'The bus stops at the ground.', 'Nothing can stop our u9s!', ''])(
    'is not said by %j',
    (words) => {
      expect(without(/Reply STOP[^.]+\./u, words)).toEqual(['stop_unexplained']);
    },
  );
});

describe('where the privacy notice is', () => {
  it.each([
    'Privacy: urmston.example.org/privacy',
    'How we look after your data: www.urmston.example/data',
    'Our privacy notice is on the club website.',
    'The data protection notice is on the registration form.',
  ])('is said by %j', (words) => {
    expect(without(/Our privacy[^]+/u, words)).toEqual([]);
  });

  it.each(['We care about your privacy.', 'See https://urmston.example', ''])(
    'is not said by %j',
    (words) => {
      expect(without(/Our privacy[^]+/u, words)).toEqual(['privacy_notice_missing']);
    },
  );
});
