import { describe, expect, it } from '@jest/globals';
import type { ShapedSetting } from '../../src/domain/set-up/setting.ts';
import { explainStop } from '../../src/text/stop.ts';
import { EVERY_LEDGER_REASON, EVERY_OPERATOR_NEED, EVERY_STOP } from './every-problem.ts';
import { expectPlainWords } from './plain-words.ts';

describe('a reason to stop', () => {
  it.each(Object.values(EVERY_STOP))('$code has a sentence and something to do', (problem) => {
    expectPlainWords(explainStop(problem));
  });

  it.each(EVERY_LEDGER_REASON)(
    'a ledger that is %s has a sentence and something to do',
    (reason) => {
      const advice = explainStop({ code: 'ledger_unavailable', file: 'ledger.db', reason });
      expectPlainWords(advice);
      expect(advice.message).toContain('ledger.db');
      expect(advice.message).toContain('Nothing more is sent');
    },
  );

  it.each(['EACCES', 'EPERM', 'EBUSY', 'EINVAL', 'UNKNOWN', 'ENAMETOOLONG', 'EIO', 'unknown'])(
    'a file that cannot be read for %s is told without that word',
    (reason) => {
      const advice = explainStop({ code: 'file_unreadable', file: 'players.csv', reason });
      expectPlainWords(advice);
      expect(advice.message).not.toContain(reason);
    },
  );

  it.each(
    (
      ['settings_unwritable', 'maps_unwritable', 'page_unwritable', 'report_unwritable'] as const
    ).flatMap((code) => ['ENOSPC', 'EDQUOT'].map((reason) => [code, reason] as const)),
  )('%s for %s says that the disk is full, and asks for room', (code, reason) => {
    const advice = explainStop({ code, file: 'kept.txt', reason });
    expectPlainWords(advice);
    expect(advice.message).toContain('kept.txt: the disk is full.');
    expect(advice.fix).toMatch(/\b(?:room|space)\b/u);
  });

  it.each([
    ['page_unwritable', '--html'],
    ['report_unwritable', '--output'],
  ] as const)('%s of a file that Excel has open asks to close it there', (code, option) => {
    const advice = explainStop({ code, file: 'report.csv', reason: 'held' });
    expectPlainWords(advice);
    expect(advice.message).toContain(
      'report.csv: another program has it open, or it is protected.',
    );
    expect(advice.fix).toBe(
      `Close report.csv in Excel and run the same line again. If it is not open there, give another name after ${option}.`,
    );
  });

  it.each([
    ['E:\\players.csv', true],
    ['\\\\club-pc\\lists\\players.csv', true],
    ['players.csv', false],
    ['/lists/players.csv', false],
  ])('a missing file asks for its drive where it has one: %s', (file, hasDrive) => {
    const found = explainStop({ code: 'file_not_found', file });
    const written = explainStop({ code: 'report_unwritable', file, reason: 'ENOENT' });
    for (const advice of [found, written]) {
      expectPlainWords(advice);
      expect(advice.fix.startsWith('Check that its drive is connected')).toBe(hasDrive);
    }
  });

  it.each([
    { line: 3, column: 7, place: ' (line 3, character 7)' },
    { line: 3, column: null, place: ' (line 3)' },
  ])(
    'tells the place in broken JSON as far as it is known: "$place"',
    ({ line, column, place }) => {
      const { message } = explainStop({ code: 'not_json', file: 'one.json', line, column });
      expect(message).toBe(`one.json is not complete JSON${place}.`);
    },
  );

  it('distinguishes JSON of another form from broken JSON', () => {
    const problem = { code: 'not_json', file: 'one.json', line: null, column: null } as const;
    expect(explainStop(problem)).toEqual({
      message: 'one.json is JSON of another form than a list of records.',
      fix: 'Put in one record, an array of records, or {"records": [...]}.',
    });
  });

  it.each(EVERY_OPERATOR_NEED)(
    '%s has a sentence of its own, which says that nothing was done',
    (why) => {
      const advice = explainStop({ code: 'operator_needed', why });
      expectPlainWords(advice);
      expect(advice.message).toMatch(/Nothing was (?:sent|changed|erased)\.$/u);
      const others = EVERY_OPERATOR_NEED.filter((other) => other !== why);
      expect(
        others.map((other) => explainStop({ code: 'operator_needed', why: other }).message),
      ).not.toContain(advice.message);
    },
  );

  it('names all settings that are missing, and all that are malformed', () => {
    const missing = explainStop({
      code: 'settings_missing',
      names: ['TWILIO_API_KEY', 'OPERATOR'],
      faults: [{ code: 'shape', name: 'TWILIO_ACCOUNT_SID' }],
    });
    expect(missing.message).toBe('Not set up yet: TWILIO_API_KEY, OPERATOR are missing.');
    expect(missing.fix).toContain('Set TWILIO_ACCOUNT_SID to AC and 32 hex digits.');
    const malformed = explainStop({
      code: 'settings_malformed',
      faults: [
        { code: 'shape', name: 'TWILIO_API_KEY' },
        { code: 'shape', name: 'TWILIO_TEMPLATE_SID' },
      ],
    });
    expect(malformed.message).toBe(
      'Settings that cannot be right: TWILIO_API_KEY, TWILIO_TEMPLATE_SID.',
    );
    expect(malformed.fix).toBe(
      'Set TWILIO_API_KEY to SK and 32 hex digits. Set TWILIO_TEMPLATE_SID to HX and 32 hex digits.',
    );
  });

  it("explains a refusal by its code, or with Twilio's own text", () => {
    const refused = { code: 'twilio_refused', twilioText: 'Some new fault' } as const;
    expect(explainStop({ ...refused, twilioCode: 20003 }).message).toMatch(
      /^Twilio did not accept .+ Twilio says: “Some new fault”\.$/u,
    );
    expect(explainStop({ ...refused, twilioCode: 99999 })).toEqual({
      message: 'Twilio refused with code 99999: Some new fault.',
      fix: 'Look it up at https://www.twilio.com/docs/errors/99999.',
    });
  });
});

const missing = (...names: readonly ShapedSetting[]): string =>
  explainStop({
    code: 'settings_missing',
    names,
    faults: names.map((name) => ({ code: 'shape', name })),
  }).fix;

describe('settings that are missing', () => {
  it('refer to init where it asks for one of them, and say what each has to be', () => {
    expect(missing('TWILIO_ACCOUNT_SID', 'LEDGER_TABLE')).toMatch(
      /^Run "urmston-invite init"[^]*Set LEDGER_TABLE to the name of the table on AWS in which several operators keep one ledger\.$/u,
    );
  });

  it('do not refer to init where it asks for none of them', () => {
    expect(missing('LEDGER_TABLE', 'INVITE_QUEUE_URL')).toBe(
      'Set LEDGER_TABLE to the name of the table on AWS in which several operators keep one ledger. Set INVITE_QUEUE_URL to the https address of the queue on AWS, as the deployment printed it.',
    );
  });
});
