import { describe, expect, it } from '@jest/globals';
import { answerReader } from '../../../../src/domain/list/exclusion/answer.ts';

const under = (heading: string, cell: unknown): string | undefined => answerReader(heading)?.(cell);

describe('under a heading that asks for consent', () => {
  it.each<readonly [unknown, string]>([
    ['No', 'the word'],
    ['no', 'in small letters'],
    ['NO', 'in capitals'],
    ['N', 'its letter'],
    ['n.', 'its letter with a full stop'],
    [' No. ', 'with a full stop and spaces'],
    ['Ｎｏ', 'in wide letters'],
    ['N\u200Bo', 'with a mark nobody can see'],
    ['FALSE', 'a spreadsheet’s no'],
    ['false', 'a program’s no'],
    [false, 'a JSON boolean'],
    [0, 'a JSON number'],
    ['0', 'a number as text'],
    ['0.0', 'a number with a fraction'],
    ['0,0', 'the same with a comma'],
    ['Nope', 'said lightly'],
    ['never', 'said strongly'],
    ['Off', 'a switch'],
    ['unchecked', 'a box'],
    ['✗', 'a cross'],
    ['❌', 'a cross as an emoji'],
    ['x', 'a letter for a cross, or for a tick'],
    ['☐', 'an empty box'],
    ['👎', 'a thumb'],
    ['No - please don’t contact', 'with a wish'],
    ['NO (by email 3 May)', 'with how and when'],
    ['No, moved to Cheshire', 'with a reason'],
    ['No longer', 'not any more'],
    ['no response', 'nobody agreed'],
    ['Not given', 'of consent'],
    ['not yet', 'perhaps one day'],
    ['None given', 'of consent'],
    ['Declined', 'a refusal'],
    ['refused', 'a refusal'],
    ['Withdrawn', 'taken back'],
    ['Revoked 03/05/2026', 'taken back on a day'],
    ['Yes until 3 May, now withdrawn', 'a yes taken back'],
    ['Yes, now no', 'a yes taken back'],
    ['opted out', 'the other word'],
    ['optOut', 'in camelCase'],
    ['Unsubscribed', 'from all'],
    ['Do not contact', 'an order'],
    ['DNC', 'the letters for it'],
    ['Please don’t message us', 'a wish'],
    ['Mum said no', 'what somebody said'],
    ['Yes (mum) no (dad)', 'one of two'],
    ['Expired', 'over'],
    ['Do not', 'short'],
    ['Would rather not', 'politely'],
    ['Prefer not to', 'politely'],
    ['Unhappy with this', 'a feeling'],
    ['Has not given consent', 'a sentence'],
    ['Doesn’t consent', 'a sentence'],
    ['Yes, but no WhatsApp', 'a yes to something else'],
    ['Email only', 'a yes to something else'],
    ['Withheld', 'not given'],
    ['Agreed, then changed her mind', 'taken back'],
    ['Yes (2019), no (2026)', 'the later answer'],
    [['No'], 'a list of answers'],
    [{ whatsapp: false }, 'an object of answers'],
  ])('%j keeps messages from the row: %s', (cell, _why) => {
    expect(under('WhatsApp consent', cell)).toBe('no_consent');
  });

  it.each<readonly [unknown, string]>([
    ['Yes', 'the word'],
    ['y', 'its letter'],
    ['TRUE', 'a spreadsheet’s yes'],
    [true, 'a JSON boolean'],
    [1, 'a JSON number'],
    ['1.0', 'a number as text'],
    ['✓', 'a tick'],
    ['☑', 'a ticked box'],
    ['[x]', 'a ticked box in plain letters'],
    ['On', 'a switch'],
    ['OK', 'said lightly'],
    ['Agreed', 'a participle'],
    ['Given', 'of consent'],
    ['Consented 3 May 2026', 'on a day'],
    ['03/05/2026', 'a day alone'],
    ['2026-05-03T10:00:00Z', 'a moment'],
    ['Yes (by email 3 May)', 'with how and when'],
    ['Yes, no problem', 'with a no that is none'],
    ['Yes, but no photos', 'with a no to something else'],
    ['Opted in', 'the other word'],
    ['Never withdrawn', 'a refusal denied'],
    ['Doesn’t mind', 'a no that is a yes'],
    ['Parent agreed by phone', 'a sentence'],
    ['WhatsApp', 'the way'],
  ])('%j lets it stay: %s', (cell, _why) => {
    expect(under('WhatsApp consent', cell)).toBe('stays');
  });

  it.each<readonly [unknown, string]>([
    ['', 'nothing'],
    ['   ', 'spaces'],
    [null, 'a JSON null'],
    [undefined, 'no field'],
    ['None', 'of what?'],
    ['N/A', 'does not begin with a no'],
    ['n/a', 'nor does this'],
    ['na', 'nor this'],
    ['-', 'a dash'],
    ['?', 'a question mark'],
    ['Unknown', 'nobody knows'],
    ['Pending', 'nobody knows yet'],
    ['to be confirmed', 'nobody knows yet'],
    ['Not sure', 'nobody knows'],
    ['Not asked', 'nobody knows'],
    ['Yes/No', 'nobody chose'],
    ['No problem', 'a yes, most likely'],
    ['No objection', 'a yes, most likely'],
    ['Notified', 'is not “no”'],
    ['Norfolk', 'is not “no”'],
    ['November', 'is not “no”'],
    ['Nathan', 'is not “n”'],
    ['maybe', 'neither'],
    ['see notes', 'elsewhere'],
    ['Email', 'a way, and no answer'],
    ['Yes if urgent', 'a yes that depends'],
    ['ask mum if ok', 'nobody knows yet'],
    ['on hold', 'is not “on”'],
    ['Yes to photos only', 'a yes to something else'],
    ['All except WhatsApp', 'a yes to something else'],
    ['Was yes', 'a yes of long ago'],
    ['Yes until June', 'a yes that ends'],
    ['2', 'a number that is neither'],
  ])('%j leaves it to a person: %s', (cell, _why) => {
    expect(under('WhatsApp consent', cell)).toBe('undecided');
  });
});

describe('under a heading that asks who must not be written to', () => {
  it.each<readonly [unknown, string]>([
    ['Yes', 'the word'],
    ['y', 'its letter'],
    ['TRUE', 'a spreadsheet’s yes'],
    [true, 'a JSON boolean'],
    [1, 'a JSON number'],
    [-1, 'the yes of some databases'],
    ['x', 'a mark'],
    ['✗', 'a mark'],
    ['✓', 'a mark'],
    ['☑', 'a ticked box'],
    ['03/05/2026', 'the day of it'],
    ['3 May 2026', 'the day in words'],
    ['2026-05-03', 'the day as programs write it'],
    ['46145', 'the day as spreadsheets count it'],
    [1_777_802_400, 'the second as programs count it'],
    ['2025', 'the year of it'],
    ['May 2026', 'the month of it'],
    ['Opted out', 'the same word'],
    ['Unsubscribed', 'another word'],
    ['Do not contact', 'an order'],
    ['No contact please', 'begins with a no, and is none'],
    ['No more messages', 'begins with a no, and is none'],
    ['No longer wants them', 'begins with a no, and is none'],
    ['Never message', 'an order'],
    ['All', 'of it'],
    ['WhatsApp', 'the way'],
    ['Yes - asked by phone', 'with more'],
  ])('%j keeps messages from the row: %s', (cell, _why) => {
    expect(under('Do not contact', cell)).toBe('no_consent');
  });

  it.each<readonly [unknown, string]>([
    ['No', 'the word'],
    ['N', 'its letter'],
    ['false', 'a program’s no'],
    [false, 'a JSON boolean'],
    [0, 'a JSON number'],
    ['☐', 'an empty box'],
    ['', 'nothing'],
    [null, 'a JSON null'],
    ['N/A', 'nothing'],
    ['None', 'nothing'],
    ['0000-00-00', 'no day'],
    ['00/01/1900', 'no day'],
    ['Not opted out', 'denied'],
    ['Opted in', 'the opposite'],
    ['No - happy to be contacted', 'with more'],
    ['OK to contact', 'the opposite'],
  ])('%j lets it stay: %s', (cell, _why) => {
    expect(under('Do not contact', cell)).toBe('stays');
  });

  it.each(['Photos', 'Not sure', 'Yes/No', 'OK', 'see notes', '7', '07700 900123'])(
    '%j leaves it to a person',
    (cell) => {
      expect(under('Opted out', cell)).toBe('undecided');
    },
  );

  it('takes any reason for one, and none for none', () => {
    expect(under('Opt-out reason', 'Too many')).toBe('no_consent');
    expect(under('Opt-out reason', '')).toBe('stays');
  });
});

describe('under a status', () => {
  it.each([
    ['Left', 'the word'],
    ['LEFT', 'in capitals'],
    [' left ', 'with spaces'],
    ['left the club', 'with what'],
    ['Left - Mar 2026', 'with when'],
    ['Left in May', 'with when'],
    ['Left (moved house)', 'with why'],
    ['Left a year ago', 'with how long ago'],
    ['Left to join Anytown', 'with what for'],
    ['Has left', 'a sentence'],
    ['The player has now left', 'a longer one'],
    ['leftClub', 'in camelCase'],
    ['LEFT_CLUB', 'in snake_case'],
    ['Leaver', 'a noun'],
    ['Leaving', 'soon'],
    ['Archived', 'put aside'],
    ['ARCHIVED 2025', 'with when'],
    ['Inactive', 'another word'],
    ['Not active', 'in two words'],
    ['Resigned', 'another word'],
    ['Lapsed', 'another word'],
    ['Membership lapsed', 'with what'],
    ['Deleted', 'another word'],
    ['Withdrawn', 'another word'],
    ['Cancelled', 'another word'],
    ['Former player', 'one that was'],
    ['Ex-member', 'one that was'],
    ['No longer playing', 'a sentence'],
    ['Not playing this season', 'a sentence'],
    ['Not returning', 'a sentence'],
    ['Won’t be back', 'a sentence'],
    ['De-registered', 'with a hyphen'],
    ['Joined another club', 'a sentence'],
    ['Moved away', 'a sentence'],
    ['Transferred out', 'a sentence'],
  ])('%j says that somebody has left: %s', (cell, _why) => {
    expect(under('Status', cell)).toBe('left_club');
  });

  it.each(['Do not contact', 'Unsubscribed', 'Opted out', 'No consent'])(
    '%j says that nobody agreed',
    (cell) => {
      expect(under('Status', cell)).toBe('no_consent');
    },
  );

  it.each([
    ['Active', 'the word'],
    ['Current', 'another word'],
    ['Registered', 'another word'],
    ['Currently playing', 'a sentence'],
    ['Not left', 'denied'],
    ['Hasn’t left', 'denied'],
    ['Never archived', 'denied'],
    ['Paid', 'a member who pays'],
    ['past_due', 'a member who owes'],
  ])('%j lets the row stay: %s', (cell, _why) => {
    expect(under('Status', cell)).toBe('stays');
  });

  it.each([
    ['', 'nothing'],
    ['N/A', 'nothing'],
    ['None', 'nothing'],
    ['Pending', 'neither'],
    ['Active until June', 'over soon'],
    ['Active (left in May)', 'there and gone'],
    ['Was active', 'over, perhaps'],
    ['Not registered', 'which is who an invite is for'],
    ['Not yet active', 'new'],
    ['Expired', 'which is who an invite is for'],
    ['Suspended', 'for a while'],
    ['On loan', 'for a while'],
    ['Left to pay £20', 'money'],
    ['£20 left to pay', 'money'],
    ['2 sessions left', 'time'],
    ['Left back', 'a position'],
    ['Left foot', 'a foot'],
    ['left wing', 'a position'],
    ['Left voicemail', 'a call'],
    ['Left a message', 'a call'],
    ['Left, but back again', 'gone and there'],
    ['Cancelled direct debit', 'money'],
    ['DD cancelled', 'money'],
    ['Moved to u12s', 'another team'],
    ['Transferred in', 'from another club'],
    ['Yes', 'to what?'],
    ['No', 'to what?'],
    ['0', 'a number'],
  ])('%j leaves it to a person: %s', (cell, _why) => {
    expect(under('Member Status', cell)).toBe('undecided');
  });
});

describe('under a yes-or-no heading about membership', () => {
  it.each<readonly [string, unknown]>([
    ['Archived', 'yes'],
    ['Left', 'Y'],
    ['Left Club?', 'Yes - in May'],
    ['Left Club?', 'left'],
    ['Date left', '31/05/2026'],
    ['Leaver', 'x'],
    ['Leaver', 'TRUE'],
    ['archived', true],
    ['Inactive', 'true'],
    ['Inactive', 1],
    ['Active', 'no'],
    ['Active', 'N'],
    ['Active', 'Inactive'],
    ['Active', '✗'],
    ['active', false],
    ['Is Active', 0],
    ['Is Active', 'FALSE'],
    ['Still playing?', 'No, moved away'],
    ['Still playing?', 'No longer'],
    ['Active', 'No - left in May'],
    ['Left', 'Moved away'],
    ['Reason for leaving', 'Lack of time'],
  ])('%s: %j says that somebody has left', (heading, cell) => {
    expect(under(heading, cell)).toBe('left_club');
  });

  it.each<readonly [string, unknown]>([
    ['Archived', 'no'],
    ['Archived', ''],
    ['archived', false],
    ['archived', null],
    ['Left', 'N'],
    ['Left Club?', 'Not left'],
    ['Left Club?', 'No'],
    ['Date left', ''],
    ['Date left', '0000-00-00'],
    ['Inactive', 'FALSE'],
    ['Inactive', 0],
    ['Active', 'yes'],
    ['Active', 'Active'],
    ['active', true],
    ['Is Active', 1],
    ['Still playing?', 'Yes'],
    ['Reason for leaving', 'N/A'],
  ])('%s: %j lets the row stay', (heading, cell) => {
    expect(under(heading, cell)).toBe('stays');
  });

  it.each([
    ['Left', 'Left', 'a foot, perhaps'],
    ['Left', 'Right', 'a foot, perhaps'],
    ['Left Club?', 'Yes/No', 'nobody chose'],
    ['Left Club?', 'Not sure', 'nobody knows'],
    ['Active', '', 'nobody said'],
    ['Active', 'x', 'a cross, or a tick'],
    ['Active', 'On loan', 'neither'],
    ['Active', 'Not yet', 'new'],
    ['Archived', 'maybe', 'neither'],
  ])('%s: %j leaves it to a person: %s', (heading, cell, _why) => {
    expect(under(heading, cell)).toBe('undecided');
  });
});

describe('under any other heading', () => {
  it.each([
    ['Photo consent', 'No'],
    ['Medical consent', false],
    ['Email opt-in', 'No'],
    ['Email marketing consent', 'No'],
    ['Foot', 'Left'],
    ['Position', 'Left back'],
    ['Payment status', 'Cancelled'],
    ['Registered', 'No'],
    ['Team', 'No'],
  ])('%s: %j says nothing', (heading, cell) => {
    expect(under(heading, cell)).toBeUndefined();
  });
});
