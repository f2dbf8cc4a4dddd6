import { describe, expect, it } from '@jest/globals';
import { optOutFor, textIntentOf, replyIntentOf } from '../../../src/domain/contact/stop-words.ts';

describe('the wish in a reply', () => {
  it.each([
    ['STOP', 'stop', 'the word'],
    ['stop', 'stop', 'in small letters'],
    ['Stop.', 'stop', 'with a full stop'],
    ['  STOP !!! ', 'stop', 'with spaces and marks'],
    ['"stop"', 'stop', 'in quotes'],
    ['STOP 🛑', 'stop', 'with an emoji'],
    ['ＳＴＯＰ', 'stop', 'in wide letters'],
    ['stop\n', 'stop', 'with a line break'],
    ['Unsubscribe', 'stop', 'another word'],
    ['END', 'stop', 'another word'],
    ['quit', 'stop', 'another word'],
    ['STOPALL', 'stop', 'another word'],
    ['stop all', 'stop', 'the same in two words'],
    ['Revoke', 'stop', 'another word'],
    ['OPTOUT', 'stop', 'another word'],
    ['opt-out', 'stop', 'the same with a hyphen'],
    ['Cancel!', 'stop', 'another word'],
    ['START', 'start', 'the way back'],
    ['unstop', 'start', 'the way back'],
    ['Please stop sending these', 'perhaps', 'a sentence with the word'],
    ['stop it', 'perhaps', 'more than the word'],
    ['wrong number mate', 'perhaps', 'a stranger'],
    ['Sorry, I think you have the wrong person', 'perhaps', 'a stranger'],
    ['Remove me', 'perhaps', 'a wish'],
    ['take me off this list', 'perhaps', 'a wish'],
    ['who is this', 'perhaps', 'a stranger, perhaps'],
    ['Who’s this??', 'perhaps', 'the same with a curly apostrophe'],
    ['leave me alone', 'perhaps', 'a wish'],
    ['unsubscribe please', 'perhaps', 'the word and another'],
    ['Don’t message me again', 'perhaps', 'a wish'],
    ['do not contact us', 'perhaps', 'a wish'],
    ['I don’t have a child at this club', 'perhaps', 'a stranger'],
    ['No more messages thanks', 'perhaps', 'a wish'],
    ['He no longer plays, can you cancel his place', 'perhaps', 'somebody who left'],
    ['this is spam', 'perhaps', 'a reproach'],
    ['No', 'perhaps', 'an invite declined'],
    ['nope 🙂', 'perhaps', 'an invite declined'],
    ['Yes please', 'no', 'an answer'],
    ['Ready to start', 'no', 'more than the word'],
    ['When does the season end?', 'no', 'a question with one of the words'],
    ['Can I cancel the direct debit later?', 'no', 'a question with one of the words'],
    ['We will be at the bus stopping place', 'no', 'a word that only begins alike'],
    ['How much is it?', 'no', 'a question'],
    ['', 'no', 'nothing'],
    ['👍', 'no', 'an emoji alone'],
  ] as const)('of %j is %s: %s', (reply, wish, _why) => {
    expect(textIntentOf(reply)).toBe(wish);
  });
});

describe('the wish in a reply with a button', () => {
  it.each([
    ['Hello', 'Stop', 'stop'],
    ['STOP', 'Start', 'stop'],
    ['Who is this?', 'Stop', 'stop'],
    ['Start', 'No more of this', 'perhaps'],
    ['Hello', 'Start', 'start'],
    ['Hello', 'Register', 'no'],
    ['STOP', null, 'stop'],
    ['', null, 'no'],
  ] as const)('of text %j and button %j is %s', (text, button, wish) => {
    expect(replyIntentOf({ text, button })).toBe(wish);
  });

  it.each([
    ['ENOUGH', 'STOP', 'stop'],
    ['Yes please', 'STOP', 'stop'],
    ['JOIN', 'START', 'start'],
    ['STOP', 'START', 'stop'],
    ['HELP', 'HELP', 'no'],
    ['Who is this?', 'HELP', 'perhaps'],
  ] as const)('of text %j that Twilio takes for %s is %s', (text, optOutType, wish) => {
    expect(replyIntentOf({ text, button: null, optOutType })).toBe(wish);
  });

  it.each([
    ['stop', 'stopped'],
    ['perhaps', 'pending'],
    ['start', null],
    ['no', null],
  ] as const)('%s keeps messages from its sender as %j', (wish, state) => {
    expect(optOutFor(wish)).toBe(state);
  });
});
