import { describe, expect, it } from '@jest/globals';
import { type Sending, sendTestMessage } from '../src/application/send/send-messages.ts';
import type { MessageGateway } from '../src/application/ports/gateway.ts';
import { holderOf, type KeyHolder } from '../src/domain/approval/api-key.ts';
import { approvalOf, approve, type ApprovedMessage } from '../src/domain/approval/approval.ts';
import { builtInTemplate } from '../src/domain/message/built-in-template.ts';
import { isTwilioOutcome, troubleOf, type SendFate } from '../src/domain/delivery/fate.ts';
import type { ReplyGateway } from '../src/application/replies/send-reply.ts';
import {
  approveReply,
  replyApprovalOf,
  replyDigestOf,
  type ApprovedReply,
  type FreeReply,
} from '../src/domain/contact/free-reply.ts';
import {
  digestOf,
  type Digest,
  type InviteeKey,
  type MessageKey,
} from '../src/domain/message/message.ts';
import {
  readYes,
  yesAtTerminal,
  yesInLedger,
  yesOfKeyHolder,
  type ApprovedAttempt,
  type OperatorYes,
} from '../src/domain/approval/operator-yes.ts';
import type { Attempt, Outcome } from '../src/domain/delivery/outcome.ts';
import { asMessageSid, type MessageSid } from '../src/domain/delivery/ids.ts';
import {
  parseMobile,
  parsePhone,
  type MobilePhone,
  type Phone,
} from '../src/domain/record/phone/phone.ts';
import { parseMoney, type Money } from '../src/domain/record/values/money.ts';
import { InviteError, type StopProblem } from '../src/domain/problem/problem.ts';
import type { Invite } from '../src/domain/record/invite.ts';
import { ATTEMPT_STATES } from '../src/domain/delivery/state.ts';
import {
  asTemplateSid,
  checkedTemplate,
  type ContentVariables,
  type TemplateSid,
} from '../src/domain/message/template.ts';
import {
  composeTestMessage,
  parseTestNumbers,
  type TestMessage,
} from '../src/domain/message/test-message.ts';
import {
  A_YES,
  aMessage,
  anApproved,
  anAttempt,
  anInvite,
  aYes,
  aYesTo,
} from './support/builders.ts';

/**
 * Mistakes that must not compile. Each stands under `@ts-expect-error`, which `tsc --noEmit` turns
 * into an error of its own on the day the mistake compiles. The functions are never called; what
 * guards the same thing at run time is asserted beside them.
 */
function mustNotCompile(mistake: (..._: never[]) => unknown): void {
  expect(mistake).toBeInstanceOf(Function);
}

/** A gateway that keeps the contract: it asks for the approval before it does anything. */
function aGateway(sent: string[]): MessageGateway {
  return {
    send: (message) => {
      sent.push(approvalOf(message).digest);
      return Promise.resolve({ kind: 'unreachable' });
    },
  };
}

/** An invented key. */
const API_KEY = 'a'.repeat(32);

function aFreeReply(): FreeReply {
  const phone = parsePhone('07700 900123');
  if (!phone.ok) throw new Error('The example is a number.');
  return {
    phone: phone.value,
    to: `whatsapp:${phone.value}`,
    body: 'Yes, both can play.',
    answers: asMessageSid(`SM${'a'.repeat(32)}`) as MessageSid,
  };
}

function anApprovedReply(): ApprovedReply {
  return approveReply(aFreeReply(), aYes(replyDigestOf(aFreeReply())));
}

/** Total over every outcome: a new kind does not compile before it has a line here. */
function mayBeOfferedAgain(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'accepted':
    case 'unknown':
      return false;
    case 'refused':
    case 'unreachable':
      return true;
    default:
      throw new Error(`Not an outcome: ${JSON.stringify(outcome satisfies never)}`);
  }
}

describe('a message that nobody approved', () => {
  it('cannot be sent', async () => {
    mustNotCompile((gateway: MessageGateway) => {
      // @ts-expect-error -- a message is not an approved message
      return gateway.send(aMessage());
    });
    const sent: string[] = [];
    expect(() => aGateway(sent).send(aMessage() as ApprovedMessage)).toThrow(
      'Nobody approved this message.',
    );
    expect(sent).toEqual([]);
    const approved = anApproved();
    await aGateway(sent).send(approved);
    expect(sent).toEqual([digestOf(approved)]);
  });

  it('cannot be called approved by writing an approval into it', () => {
    const forged = { ...aMessage(), approval: aYesTo(aMessage()) };
    mustNotCompile(() => {
      // @ts-expect-error -- the approval's own symbol is not exported
      const approved: ApprovedMessage = forged;
      return approved;
    });
    expect(() => approvalOf(forged as unknown as ApprovedMessage)).toThrow(
      'Nobody approved this message.',
    );
  });

  it('cannot be called approved by copying another one and changing it', () => {
    // Here the types are too weak: a spread keeps the brand. The guard at run time is what holds.
    const copied: ApprovedMessage = { ...anApproved(), to: 'whatsapp:+447700900124' };
    expect(() => approvalOf(copied)).toThrow('Nobody approved this message.');
  });

  it('cannot be approved by a yes to another one', () => {
    const other = aMessage({ player_first_name: 'Ali' });
    expect(() => approve(other, aYesTo(aMessage()))).toThrow(
      'The yes was given for another message.',
    );
  });

  it('cannot be made of an approved one by changing it', () => {
    mustNotCompile((approved: ApprovedMessage) => {
      // @ts-expect-error -- the recipient is what was approved
      approved.to = 'whatsapp:+447700900124';
      // @ts-expect-error -- so is each value
      approved.contentVariables['1'] = 'Sam';
    });
    const approved = anApproved();
    expect(Reflect.set(approved, 'to', 'whatsapp:+447700900124')).toBe(false);
    expect(Reflect.set(approved.contentVariables, '1', 'Sam')).toBe(false);
  });
});

describe('a yes that nobody gave', () => {
  const message = aMessage();
  const shown = digestOf(message);
  const { operator, at } = A_YES;
  const approved = anAttempt({ state: 'approved', at });

  it('cannot be written down as data, nor be a copy of one that was given', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- a digest, a name and a time are no yes
      return approve(message, { shown, operator, at });
    });
    mustNotCompile(() => {
      // @ts-expect-error -- nor is an empty object
      return approve(message, {});
    });
    mustNotCompile(() => {
      // @ts-expect-error -- what a yes says cannot be read from it, and so not be written into another
      return aYesTo(message).shown;
    });
    const forged = { digest: shown, operator, at } as unknown as OperatorYes;
    // Here the types are too weak: a spread keeps the brand. The guard at run time is what holds.
    const copied: OperatorYes = { ...aYesTo(message) };
    const inherited = Object.create(aYesTo(message)) as OperatorYes;
    for (const one of [forged, copied, structuredClone(copied), inherited]) {
      expect(() => approve(message, one)).toThrow('Nobody gave this yes.');
      expect(() => approveReply(aFreeReply(), one)).toThrow('Nobody gave this yes.');
    }
    expect(approvalOf(approve(message, aYesTo(message)))).toEqual({ digest: shown, operator, at });
  });

  it('cannot come of another key, or of no key, at a terminal', () => {
    mustNotCompile((key: 'n' | 'b' | 'q' | '?') => {
      // @ts-expect-error -- another key
      return yesAtTerminal({ shown, key, operator, at });
    });
    mustNotCompile(() => {
      // @ts-expect-error -- no key
      return yesAtTerminal({ shown, operator, at });
    });
    mustNotCompile(() => {
      // @ts-expect-error -- nothing was shown
      return yesAtTerminal({ key: 'y', operator, at });
    });
    mustNotCompile(() => {
      // @ts-expect-error -- text is no digest of what was shown
      return yesAtTerminal({ shown: message.body, key: 'y', operator, at });
    });
    for (const key of ['n', 'b', 'q', '?', 'Y', '', null, undefined]) {
      expect(() => yesAtTerminal({ shown, key: key as 'y', operator, at })).toThrow(
        'This key is not a yes.',
      );
    }
  });

  it('cannot come of a request whose key nobody checked', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- anybody can write a name
      return yesOfKeyHolder('registration', shown, at);
    });
    mustNotCompile(() => {
      // @ts-expect-error -- a key of the settings is not a key that somebody sent
      return yesOfKeyHolder({ name: 'registration', key: API_KEY }, shown, at);
    });
    mustNotCompile(() => {
      // @ts-expect-error -- the key may be nobody's
      return yesOfKeyHolder(holderOf([], API_KEY), shown, at);
    });
    const holder = holderOf([{ name: 'registration', key: API_KEY }], API_KEY);
    if (holder === null) throw new Error('The key is there.');
    for (const one of [{ name: 'registration' } as KeyHolder, { ...holder }]) {
      expect(() => yesOfKeyHolder(one, shown, at)).toThrow('Nobody checked the key');
    }
    expect(Reflect.set(holder, 'name', 'somebody else')).toBe(false);
    const sent = approve(message, yesOfKeyHolder(holder, shown, at));
    expect(approvalOf(sent)).toEqual({ digest: shown, operator: 'registration', at });
  });

  it('cannot come of an attempt that the ledger does not have as approved', () => {
    mustNotCompile((attempt: Attempt) => {
      // @ts-expect-error -- it may be in any state
      return yesInLedger(attempt, shown, at);
    });
    mustNotCompile(() => {
      // @ts-expect-error -- what the queue has is no attempt
      return yesInLedger({ digest: shown, operator, at, state: 'approved' }, shown, at);
    });
    for (const state of ATTEMPT_STATES.filter((one) => one !== 'approved')) {
      expect(() => yesInLedger({ ...approved, state } as ApprovedAttempt, shown, at)).toThrow(
        'The ledger has no yes for this attempt.',
      );
    }
  });

  it.each([
    ['2026-07-15T18:00:00Z', '2026-07-15T17:00:00Z', '2026-07-15T17:00:00Z'],
    ['2026-07-15T17:00:00Z', '2026-07-15T18:00:00Z', '2026-07-15T17:00:00Z'],
  ])(
    'cannot be younger in the ledger than it is: approved at %s, on the queue since %s',
    (inLedger, onQueue, counts) => {
      const attempt = { ...approved, state: 'approved', at: new Date(inLedger) } as const;
      const sent = approve(message, yesInLedger(attempt, shown, new Date(onQueue)));
      expect(approvalOf(sent)).toEqual({ digest: shown, operator, at: new Date(counts) });
    },
  );

  it('cannot be read', () => {
    expect(Object.keys(aYesTo(message))).toEqual([]);
    expect(() => readYes({} as OperatorYes)).toThrow('Nobody gave this yes.');
  });
});

describe('a test message', () => {
  const template = builtInTemplate();
  const [own] = parseTestNumbers('07700 900001') ?? [];

  it('cannot go to the number of a parent', () => {
    mustNotCompile((at: Date) => {
      const invite = anInvite();
      // @ts-expect-error -- a parent's mobile is none of TEST_NUMBERS
      return composeTestMessage(invite, template, invite.parent.phone, at);
    });
    if (own === undefined) throw new Error('There is a test number.');
    const composed = composeTestMessage(anInvite(), template, own, new Date(0));
    expect(composed).toMatchObject({ ok: true, message: { to: 'whatsapp:+447700900001' } });
  });

  it('cannot be an invite, nor two at once', () => {
    mustNotCompile((sending: Sending, message: TestMessage) => {
      // @ts-expect-error -- an invite is for a parent
      void sendTestMessage(aMessage(), sending);
      // @ts-expect-error -- one at a time
      void sendTestMessage([message, message], sending);
      // @ts-expect-error -- nor a third thing beside it
      void sendTestMessage(message, message, sending);
    });
    expect(sendTestMessage).toHaveLength(2);
    expect(aMessage().purpose).toBe('invite');
  });
});

describe('a reply that nobody approved', () => {
  it('cannot be sent, and neither can a message go by its road, nor it by that of messages', async () => {
    mustNotCompile((gateway: MessageGateway & ReplyGateway) => [
      // @ts-expect-error -- a reply is not an approved reply
      gateway.reply(aFreeReply()),
      // @ts-expect-error -- a message is no reply, approved or not
      gateway.reply(anApproved()),
      // @ts-expect-error -- a reply is no message, approved or not
      gateway.send(anApprovedReply()),
    ]);
    expect(() => replyApprovalOf(aFreeReply() as ApprovedReply)).toThrow(
      'Nobody approved this reply.',
    );
    expect(() => replyApprovalOf(anApproved() as unknown as ApprovedReply)).toThrow(
      'Nobody approved this reply.',
    );
    expect(() => approvalOf(anApprovedReply() as unknown as ApprovedMessage)).toThrow(
      'Nobody approved this message.',
    );
    expect(replyApprovalOf(anApprovedReply()).digest).toBe(replyDigestOf(aFreeReply()));
  });

  it('cannot be made of an approved one by changing it or copying it', () => {
    mustNotCompile((approved: ApprovedReply) => {
      // @ts-expect-error -- the text is what was approved
      approved.body = 'Something else';
    });
    const approved = anApprovedReply();
    expect(Reflect.set(approved, 'body', 'Something else')).toBe(false);
    expect(() => replyApprovalOf({ ...approved })).toThrow('Nobody approved this reply.');
  });

  it.each<Partial<FreeReply>>([
    { body: 'Something else' },
    { to: 'whatsapp:+447700900124' },
    { answers: asMessageSid(`SM${'b'.repeat(32)}`) as MessageSid },
  ])('cannot be approved by a yes to another one: %j', (change) => {
    const yes = aYes(replyDigestOf(aFreeReply()));
    expect(() => approveReply({ ...aFreeReply(), ...change }, yes)).toThrow(
      'The yes was given for another reply.',
    );
  });
});

describe('look-alikes', () => {
  it('a number to ring is not a number to write to', () => {
    mustNotCompile((phone: Phone) => {
      // @ts-expect-error -- it may be a landline
      const mobile: MobilePhone = phone;
      return mobile;
    });
    mustNotCompile((phone: Phone): Invite => {
      const invite = anInvite();
      // @ts-expect-error -- nor may it stand where a parent's mobile stands
      return { ...invite, parent: { ...invite.parent, phone } };
    });
    expect(parsePhone('0161 496 0123').ok).toBe(true);
    expect(parseMobile('0161 496 0123').ok).toBe(false);
  });

  it('text is neither a phone nor an amount before it was parsed', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- only parsePhone makes one
      const phone: Phone = '+447700900123';
      // @ts-expect-error -- only parseMoney makes one
      const money: Money = '40';
      return [phone, money];
    });
    expect(parsePhone('ring me').ok).toBe(false);
    expect(parseMoney('forty').ok).toBe(false);
  });

  it('text is neither a key nor a digest nor an id', () => {
    const text = 'a'.repeat(64);
    mustNotCompile(() => {
      // @ts-expect-error -- only composeMessage makes one
      const key: MessageKey = text;
      // @ts-expect-error -- only digestOf makes one
      const digest: Digest = text;
      // @ts-expect-error -- only asTemplateSid makes one
      const template: TemplateSid = text;
      // @ts-expect-error -- only asMessageSid makes one
      const message: MessageSid = text;
      return [key, digest, template, message];
    });
    expect([asTemplateSid(text), asMessageSid(text)]).toEqual([null, null]);
  });

  it('the keys, the digest and the ids are not taken for one another', () => {
    mustNotCompile((key: MessageKey, invitee: InviteeKey, sid: TemplateSid) => {
      // @ts-expect-error -- who is invited, not with what
      const one: MessageKey = invitee;
      // @ts-expect-error -- what was sent before, not what was approved
      const two: Digest = key;
      // @ts-expect-error -- a template, not a message
      const three: MessageSid = sid;
      return [one, two, three];
    });
    const { key, inviteeKey, contentSid } = aMessage();
    expect(new Set<string>([key, inviteeKey, digestOf(aMessage())]).size).toBe(3);
    expect(asMessageSid(contentSid)).toBeNull();
  });
});

describe('the values of a message', () => {
  it('cannot be one fewer than the template takes', () => {
    const { '9': _left, ...eight } = aMessage().contentVariables;
    mustNotCompile(() => {
      // @ts-expect-error -- WhatsApp would fill the gap with a sample
      const variables: ContentVariables = eight;
      return variables;
    });
    const template = {
      sid: aMessage().contentSid,
      name: 'invite',
      body: Object.keys(eight)
        .map((number) => `{{${number}}}`)
        .join(' '),
      source: 'twilio',
      approvalState: 'approved',
      category: 'UTILITY',
    } as const;
    expect(() => checkedTemplate(template, Object.keys(eight))).toThrow(InviteError);
  });

  it('cannot be one more, nor a number for text', () => {
    const variables = aMessage().contentVariables;
    mustNotCompile(() => {
      // @ts-expect-error -- an extra one fails the whole send
      const ten: ContentVariables = { ...variables, '10': 'more' };
      // @ts-expect-error -- the values are text as it will stand in the message
      const fee: ContentVariables = { ...variables, '6': 40 };
      return [ten, fee];
    });
    expect(Object.values(variables).every((value) => typeof value === 'string')).toBe(true);
    expect(Object.keys(variables)).toHaveLength(9);
  });
});

describe('an answer', () => {
  it('cannot be left out of a switch', () => {
    mustNotCompile((outcome: Outcome): boolean => {
      switch (outcome.kind) {
        case 'accepted':
          return false;
        case 'refused':
        case 'unreachable':
          return true;
        default:
          // @ts-expect-error -- `unknown` is still left: nobody may forget it
          throw new Error(JSON.stringify(outcome satisfies never));
      }
    });
    expect(mayBeOfferedAgain({ kind: 'unknown', doubt: 'connection_lost' })).toBe(false);
    expect(mayBeOfferedAgain({ kind: 'unreachable' })).toBe(true);
  });

  it('cannot be of a kind that nobody knows', () => {
    const made = { kind: 'perhaps' };
    mustNotCompile((outcome: Outcome) => {
      // @ts-expect-error -- there is no such kind
      return outcome.kind === 'perhaps';
    });
    expect(() => mayBeOfferedAgain(made as unknown as Outcome)).toThrow('Not an outcome');
  });

  it('of a run or a request cannot be one for which nobody decided what it means', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- the table of fates has no line for it
      return troubleOf({ kind: 'perhaps' });
    });
    mustNotCompile((fate: SendFate): Outcome => {
      // @ts-expect-error -- most fates are none that Twilio answered
      return fate;
    });
    expect(isTwilioOutcome({ kind: 'queued' })).toBe(false);
  });

  it('cannot be accepted without the id that Twilio gave', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- a SID is what `asMessageSid` found to be one
      const outcome: Outcome = { kind: 'accepted', messageSid: 'MM1' };
      return outcome;
    });
    expect(asMessageSid('MM1')).toBeNull();
  });

  it('of a parser cannot be used before it was asked whether there is a value', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- there may be a problem instead
      return parseMoney('forty').value;
    });
    expect(parseMoney('forty')).not.toHaveProperty('value');
  });
});

describe('a reason to stop', () => {
  it('cannot lack the facts of its sentence, nor be one that has no sentence', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- which file?
      const nowhere: StopProblem = { code: 'file_not_found' };
      // @ts-expect-error -- no such reason
      const unheardOf: StopProblem = { code: 'tired' };
      return [nowhere, unheardOf];
    });
    const problem = { code: 'file_not_found', file: 'players.csv' } as const;
    expect(new InviteError(problem)).toMatchObject({ message: 'file_not_found', problem });
  });
});
