import { describe, expect, it } from '@jest/globals';
import type { MessageGateway } from '../src/application/ports/gateway.ts';
import type { ReplyGateway } from '../src/application/replies/send-reply.ts';
import { type Sending, sendTestMessage } from '../src/application/send/send-messages.ts';
import { holderOf, type KeyHolder } from '../src/domain/approval/api-key.ts';
import { approvalOf, approve, type ApprovedMessage } from '../src/domain/approval/approval.ts';
import {
  readYes,
  yesAtTerminal,
  yesInLedger,
  yesOfKeyHolder,
  type ApprovedAttempt,
  type OperatorYes,
} from '../src/domain/approval/operator-yes.ts';
import {
  approveReply,
  replyApprovalOf,
  replyDigestOf,
  type ApprovedReply,
  type FreeReply,
} from '../src/domain/contact/free-reply.ts';
import { isTwilioOutcome, troubleOf, type SendFate } from '../src/domain/delivery/fate.ts';
import { asMessageSid, type MessageSid } from '../src/domain/delivery/ids.ts';
import type { Attempt, Outcome } from '../src/domain/delivery/outcome.ts';
import { ATTEMPT_STATES } from '../src/domain/delivery/state.ts';
import { builtInTemplate } from '../src/domain/message/built-in-template.ts';
import {
  digestOf,
  type Digest,
  type InviteeKey,
  type MessageKey,
} from '../src/domain/message/message.ts';
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
import { InviteError, type StopProblem } from '../src/domain/problem/problem.ts';
import type { Invite } from '../src/domain/record/invite.ts';
import {
  parseMobile,
  parsePhone,
  type MobilePhone,
  type Phone,
} from '../src/domain/record/phone/phone.ts';
import { parseMoney, type Money } from '../src/domain/record/values/money.ts';
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
 * Mistakes that must not compile. Each is under `@ts-expect-error`, which `tsc --noEmit` reports if the
 * mistake compiles. The functions are never called; the checks at run time are asserted beside them.
 */
function mustNotCompile(mistake: (..._: never[]) => unknown): void {
  expect(mistake).toBeInstanceOf(Function);
}

/** A gateway that keeps the contract: it reads the approval before anything else. */
function aGateway(sent: string[]): MessageGateway {
  return {
    send: (message) => {
      sent.push(approvalOf(message).digest);
      return Promise.resolve({ kind: 'unreachable' });
    },
  };
}

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

/** Exhaustive: a new kind of outcome does not compile without a case here. */
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

describe('a message without an approval', () => {
  it('cannot be sent', async () => {
    mustNotCompile((gateway: MessageGateway) => {
      // @ts-expect-error -- a message is not an approved message
      return gateway.send(aMessage(), 60);
    });
    const sent: string[] = [];
    expect(() => aGateway(sent).send(aMessage() as ApprovedMessage, 60)).toThrow(
      'Nobody approved this message.',
    );
    expect(sent).toEqual([]);
    const approved = anApproved();
    await aGateway(sent).send(approved, 60);
    expect(sent).toEqual([digestOf(approved)]);
  });

  it('cannot be marked approved by adding an approval', () => {
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

  it('cannot be marked approved by copying an approved one and changing it', () => {
    // The types do not prevent this, since a spread keeps the brand. The check at run time does.
    const copied: ApprovedMessage = { ...anApproved(), to: 'whatsapp:+447700900124' };
    expect(() => approvalOf(copied)).toThrow('Nobody approved this message.');
  });

  it('cannot be approved by an approval of another one', () => {
    const other = aMessage({ player_first_name: 'Ali' });
    expect(() => approve(other, aYesTo(aMessage()))).toThrow(
      'The yes was given for another message.',
    );
  });

  it('cannot take the approval of another by changing it', () => {
    mustNotCompile((approved: ApprovedMessage) => {
      // @ts-expect-error -- the recipient is what was approved
      approved.to = 'whatsapp:+447700900124';
      // @ts-expect-error -- the values are part of what was approved
      approved.contentVariables['1'] = 'Sam';
    });
    const approved = anApproved();
    expect(Reflect.set(approved, 'to', 'whatsapp:+447700900124')).toBe(false);
    expect(Reflect.set(approved.contentVariables, '1', 'Sam')).toBe(false);
  });
});

describe('a forged approval', () => {
  const message = aMessage();
  const shown = digestOf(message);
  const { operator, at } = A_YES;
  const approved = anAttempt({ state: 'approved', at });

  it('cannot be made from data or by copying a real one', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- a digest, a name and a time are no approval
      return approve(message, { shown, operator, at });
    });
    mustNotCompile(() => {
      // @ts-expect-error -- nor is an empty object
      return approve(message, {});
    });
    mustNotCompile(() => {
      // @ts-expect-error -- the content of an approval is not readable, so it cannot be copied
      return aYesTo(message).shown;
    });
    const forged = { digest: shown, operator, at } as unknown as OperatorYes;
    // The types do not prevent this, since a spread keeps the brand. The check at run time does.
    const copied: OperatorYes = { ...aYesTo(message) };
    const inherited = Object.create(aYesTo(message)) as OperatorYes;
    for (const one of [forged, copied, structuredClone(copied), inherited]) {
      expect(() => approve(message, one)).toThrow('Nobody gave this yes.');
      expect(() => approveReply(aFreeReply(), one)).toThrow('Nobody gave this yes.');
    }
    expect(approvalOf(approve(message, aYesTo(message)))).toEqual({ digest: shown, operator, at });
  });

  it('cannot be made from another key, or without a key, at a terminal', () => {
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
      // @ts-expect-error -- a text is no digest
      return yesAtTerminal({ shown: message.body, key: 'y', operator, at });
    });
    for (const key of ['n', 'b', 'q', '?', 'Y', '', null, undefined]) {
      expect(() => yesAtTerminal({ shown, key: key as 'y', operator, at })).toThrow(
        'This key is not a yes.',
      );
    }
  });

  it('cannot be made from a request whose key was not checked', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- a name is no key holder
      return yesOfKeyHolder('registration', shown, at);
    });
    mustNotCompile(() => {
      // @ts-expect-error -- a configured key is not a key that was sent
      return yesOfKeyHolder({ name: 'registration', key: API_KEY }, shown, at);
    });
    mustNotCompile(() => {
      // @ts-expect-error -- there may be no holder
      return yesOfKeyHolder(holderOf([], API_KEY), shown, at);
    });
    const holder = holderOf(
      [{ name: 'registration', key: API_KEY, fillsFromTeams: false }],
      API_KEY,
    );
    if (holder === null) throw new Error('The key is there.');
    for (const one of [{ name: 'registration' } as KeyHolder, { ...holder }]) {
      expect(() => yesOfKeyHolder(one, shown, at)).toThrow('Nobody checked the key');
    }
    expect(Reflect.set(holder, 'name', 'somebody else')).toBe(false);
    const sent = approve(message, yesOfKeyHolder(holder, shown, at));
    expect(approvalOf(sent)).toEqual({ digest: shown, operator: 'registration', at });
  });

  it('cannot be made from an attempt that is not approved in the ledger', () => {
    mustNotCompile((attempt: Attempt) => {
      // @ts-expect-error -- it may be in any state
      return yesInLedger(attempt, shown, at);
    });
    mustNotCompile(() => {
      // @ts-expect-error -- the content of a queue message is no attempt
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
    'cannot be newer than the earlier of its two times: approved at %s, on the queue since %s',
    (inLedger, onQueue, counts) => {
      const attempt = { ...approved, state: 'approved', at: new Date(inLedger) } as const;
      const sent = approve(message, yesInLedger(attempt, shown, new Date(onQueue)));
      expect(approvalOf(sent)).toEqual({ digest: shown, operator, at: new Date(counts) });
    },
  );

  it('has no readable content', () => {
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
      // @ts-expect-error -- a parent's mobile is not in TEST_NUMBERS
      return composeTestMessage(invite, template, invite.parent.phone, at);
    });
    if (own === undefined) throw new Error('There is a test number.');
    const composed = composeTestMessage(anInvite(), template, own, new Date(0));
    expect(composed).toMatchObject({ ok: true, message: { to: 'whatsapp:+447700900001' } });
  });

  it('cannot be an invite, and cannot be sent with another one', () => {
    mustNotCompile((sending: Sending, message: TestMessage) => {
      // @ts-expect-error -- an invite is for a parent
      void sendTestMessage(aMessage(), sending);
      // @ts-expect-error -- not a list
      void sendTestMessage([message, message], sending);
      // @ts-expect-error -- not two messages
      void sendTestMessage(message, message, sending);
    });
    expect(sendTestMessage).toHaveLength(2);
    expect(aMessage().purpose).toBe('invite');
  });
});

describe('a reply without an approval', () => {
  it('cannot be sent, and replies and messages cannot take each other’s function', async () => {
    mustNotCompile((gateway: MessageGateway & ReplyGateway) => [
      // @ts-expect-error -- a reply is not an approved reply
      gateway.reply(aFreeReply(), 60),
      // @ts-expect-error -- an approved message is not an approved reply
      gateway.reply(anApproved(), 60),
      // @ts-expect-error -- an approved reply is not an approved message
      gateway.send(anApprovedReply(), 60),
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

  it('cannot take the approval of another by changing or copying it', () => {
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
  ])('cannot be approved by an approval of another one: %j', (change) => {
    const yes = aYes(replyDigestOf(aFreeReply()));
    expect(() => approveReply({ ...aFreeReply(), ...change }, yes)).toThrow(
      'The yes was given for another reply.',
    );
  });
});

describe('values of similar types', () => {
  it('a phone number is not a mobile number', () => {
    mustNotCompile((phone: Phone) => {
      // @ts-expect-error -- it may be a landline
      const mobile: MobilePhone = phone;
      return mobile;
    });
    mustNotCompile((phone: Phone): Invite => {
      const invite = anInvite();
      // @ts-expect-error -- a parent's number is a mobile number
      return { ...invite, parent: { ...invite.parent, phone } };
    });
    expect(parsePhone('0161 496 0123').ok).toBe(true);
    expect(parseMobile('0161 496 0123').ok).toBe(false);
  });

  it('a text is neither a phone number nor an amount unless it is parsed', () => {
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

  it('a text is neither a key nor a digest nor an id', () => {
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

  it('keys, digests and ids cannot replace one another', () => {
    mustNotCompile((key: MessageKey, invitee: InviteeKey, sid: TemplateSid) => {
      // @ts-expect-error -- identifies the invitee, not the message
      const one: MessageKey = invitee;
      // @ts-expect-error -- identifies the message, not its text
      const two: Digest = key;
      // @ts-expect-error -- identifies a template, not a message
      const three: MessageSid = sid;
      return [one, two, three];
    });
    const { key, inviteeKey, contentSid } = aMessage();
    expect(new Set<string>([key, inviteeKey, digestOf(aMessage())]).size).toBe(3);
    expect(asMessageSid(contentSid)).toBeNull();
  });
});

describe('the values of a message', () => {
  it('cannot be fewer than the template has variables', () => {
    const { '9': _left, ...eight } = aMessage().contentVariables;
    mustNotCompile(() => {
      // @ts-expect-error -- WhatsApp would insert the sample value
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

  it('cannot be more than the template has variables, or numbers in place of text', () => {
    const variables = aMessage().contentVariables;
    mustNotCompile(() => {
      // @ts-expect-error -- an extra value makes Twilio refuse the message
      const ten: ContentVariables = { ...variables, '10': 'more' };
      // @ts-expect-error -- the values are texts
      const fee: ContentVariables = { ...variables, '6': 40 };
      return [ten, fee];
    });
    expect(Object.values(variables).every((value) => typeof value === 'string')).toBe(true);
    expect(Object.keys(variables)).toHaveLength(9);
  });
});

describe('a result', () => {
  it('cannot be left out of a switch', () => {
    mustNotCompile((outcome: Outcome): boolean => {
      switch (outcome.kind) {
        case 'accepted':
          return false;
        case 'refused':
        case 'unreachable':
          return true;
        default:
          // @ts-expect-error -- `unknown` has no case
          throw new Error(JSON.stringify(outcome satisfies never));
      }
    });
    expect(mayBeOfferedAgain({ kind: 'unknown', doubt: 'connection_lost' })).toBe(false);
    expect(mayBeOfferedAgain({ kind: 'unreachable' })).toBe(true);
  });

  it('cannot be of an unknown kind', () => {
    const made = { kind: 'perhaps' };
    mustNotCompile((outcome: Outcome) => {
      // @ts-expect-error -- there is no such kind
      return outcome.kind === 'perhaps';
    });
    expect(() => mayBeOfferedAgain(made as unknown as Outcome)).toThrow('Not an outcome');
  });

  it('of a run or a request needs an entry in the table of fates', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- the table of fates has no such entry
      return troubleOf({ kind: 'perhaps' });
    });
    mustNotCompile((fate: SendFate): Outcome => {
      // @ts-expect-error -- most fates are no outcome of a request
      return fate;
    });
    expect(isTwilioOutcome({ kind: 'queued' })).toBe(false);
  });

  it('cannot be accepted without a SID', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- only asMessageSid makes a SID
      const outcome: Outcome = { kind: 'accepted', messageSid: 'MM1' };
      return outcome;
    });
    expect(asMessageSid('MM1')).toBeNull();
  });

  it('of a parser cannot be used without a check for a problem', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- there may be a problem instead
      return parseMoney('forty').value;
    });
    expect(parseMoney('forty')).not.toHaveProperty('value');
  });
});

describe('a reason to stop', () => {
  it('needs the facts of its message, and a known code', () => {
    mustNotCompile(() => {
      // @ts-expect-error -- the file is missing
      const nowhere: StopProblem = { code: 'file_not_found' };
      // @ts-expect-error -- there is no such code
      const unknownCode: StopProblem = { code: 'tired' };
      return [nowhere, unknownCode];
    });
    const problem = { code: 'file_not_found', file: 'players.csv' } as const;
    expect(new InviteError(problem)).toMatchObject({ message: 'file_not_found', problem });
  });
});
