import { approve, type ApprovedMessage } from '../../src/domain/approval/approval.ts';
import { yesAtTerminal, type OperatorYes } from '../../src/domain/approval/operator-yes.ts';
import type { Reply } from '../../src/domain/contact/reply.ts';
import type { AttemptId, MessageSid } from '../../src/domain/delivery/ids.ts';
import type { Attempt } from '../../src/domain/delivery/outcome.ts';
import { builtInTemplate } from '../../src/domain/message/built-in-template.ts';
import {
  composeMessage,
  digestOf,
  type Digest,
  type Message,
} from '../../src/domain/message/message.ts';
import type { Template, TemplateSid } from '../../src/domain/message/template.ts';
import { FIELDS, type Field } from '../../src/domain/record/field.ts';
import type { Invite } from '../../src/domain/record/invite.ts';
import type { Cell, RawRecord } from '../../src/domain/record/raw-record.ts';
import type { RecordRules } from '../../src/domain/record/read-value.ts';
import { parseRecord } from '../../src/domain/record/record.ts';

/** An invented record, with numbers that Ofcom reserves for drama. */
const EXAMPLE_VALUES: { readonly [field in Field]: unknown } = {
  player_first_name: 'John',
  player_last_name: 'Smith',
  team_name: 'Panthers',
  age_group: 'u11s',
  team_manager_1_full_name: 'Alex Johnson',
  team_manager_1_tel: '+447700900001',
  current_registration_season: '2026-27',
  parent_first_name: 'Jane',
  parent_last_name: 'Smith',
  parent_tel: '+447700900123',
  membership_fee_amount: '40',
  subscription_fee_amount: '26',
};

/** The values that a test sets; the rest come from the example. */
type RecordParts = {
  readonly [field in Field]?: unknown;
} & { readonly row?: number; readonly shapeProblem?: RawRecord['shapeProblem'] };

const WITHOUT_COLUMN = Symbol('without column');

/** Set a field to this for a file without a column for it. */
export const withoutColumn: unknown = WITHOUT_COLUMN;

/** A row as read from a CSV file with the field names as headings, columns A to L. */
export function aRawRecord({
  row = 2,
  shapeProblem = null,
  ...values
}: RecordParts = {}): RawRecord {
  const all = { ...EXAMPLE_VALUES, ...values };
  const cells: { [field in Field]?: Cell } = {};
  for (const [index, field] of FIELDS.entries()) {
    if (all[field] === WITHOUT_COLUMN) continue;
    cells[field] = {
      value: all[field],
      column: String.fromCharCode('A'.charCodeAt(0) + index),
      heading: field,
    };
  }
  return { row, cells, shapeProblem, leftOut: false };
}

/** The rules of a rehearsal in July 2026, before the example's season. */
export function someRules(rules: Partial<RecordRules> = {}): RecordRules {
  return {
    now: new Date('2026-07-15T12:00:00Z'),
    exampleNumbersAllowed: true,
    set: {},
    agreed: new Set(),
    teams: [],
    ...rules,
  };
}

export function anInvite(parts: RecordParts = {}): Invite {
  const { invite, findings } = parseRecord(aRawRecord(parts), someRules());
  if (invite === null) {
    throw new Error(`These values are not valid: ${JSON.stringify(findings)}`);
  }
  return invite;
}

/** `aTemplateSid('b')` is `HX` and 32 times `b`. */
export function aTemplateSid(hexDigit = 'a'): TemplateSid {
  return `HX${hexDigit.repeat(32)}` as TemplateSid;
}

export function aMessage({
  template = builtInTemplate(),
  ...parts
}: RecordParts & { readonly template?: Template } = {}): Message {
  return aMessageTo(anInvite(parts), template);
}

/** The message of an invite, which need not be valid by today's rules. */
export function aMessageTo(invite: Invite, template: Template = builtInTemplate()): Message {
  const composed = composeMessage(invite, template);
  if (!composed.ok)
    throw new Error(`No message can be composed of this invite: ${composed.problem.code}`);
  return composed.message;
}

/** The default operator and time of an approval. */
export const A_YES = { operator: 'Robin Green', at: new Date('2026-07-15T18:00:00Z') };

/** An approval at a terminal of the text with this digest. */
export function aYes(shown: Digest, parts: Partial<typeof A_YES> = {}): OperatorYes {
  return yesAtTerminal({ shown, key: 'y', ...A_YES, ...parts });
}

export function aYesTo(message: Message, parts: Partial<typeof A_YES> = {}): OperatorYes {
  return aYes(digestOf(message), parts);
}

export function anApproved(message: Message = aMessage()): ApprovedMessage {
  return approve(message, aYesTo(message));
}

/** An attempt as the ledger returns it. */
export function anAttempt(parts: Partial<Attempt> & Pick<Attempt, 'state'>): Attempt {
  return {
    id: 'an-attempt' as AttemptId,
    messageSid: null,
    twilioCode: null,
    at: new Date('2026-07-14T18:42:00Z'),
    operator: 'Robin Green',
    digest: digestOf(aMessage()),
    soughtAt: null,
    perhapsSentAt: null,
    delivery: null,
    deliveryCode: null,
    deliveryAt: null,
    twilioText: null,
    ...parts,
  };
}

/** A parent's message. @param address a number, with or without `whatsapp:` */
export function aReplyFrom(address: string): Reply {
  return {
    sid: `SM${address.slice(-2).repeat(16)}` as MessageSid,
    sender: address.replace('whatsapp:', ''),
    userId: null,
    text: 'Yes',
    button: null,
    media: [],
    answers: null,
    at: new Date('2026-07-15T18:30:00Z'),
  };
}
