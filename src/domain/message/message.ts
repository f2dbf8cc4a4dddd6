import { whatsappAddress } from '../contact/recipient.ts';
import type { RowProblem } from '../problem/finding.ts';
import type { Invite } from '../record/invite.ts';
import { nameKey } from '../record/names/name-key.ts';
import { nationalForm } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';
import {
  measuredBody,
  renderBody,
  TEMPLATE_VARIABLES,
  VARIABLE_NUMBERS,
  type ContentVariables,
  type Template,
  type TemplateField,
  type TemplateSid,
  LONGEST_BODY,
} from './template.ts';

declare const messageKey: unique symbol;
declare const inviteeKey: unique symbol;
declare const digest: unique symbol;
/**
 * Identifies invitee, season and template: the combination that must not be sent twice. SHA-256, hex.
 */
export type MessageKey = string & { readonly [messageKey]: true };
/** Identifies invitee and season, independent of the template. SHA-256, hex. */
export type InviteeKey = string & { readonly [inviteeKey]: true };
/** Recipient, template, values and text: what an approval is bound to. SHA-256, hex. */
export type Digest = string & { readonly [digest]: true };

/** An invite rendered with the template. */
export type Message = {
  /** A test goes to the operator's own phone, and does not count as an invite. */
  readonly purpose: 'invite' | 'test';
  readonly key: MessageKey;
  readonly inviteeKey: InviteeKey;
  readonly invite: Invite;
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly contentSid: TemplateSid;
  readonly contentVariables: ContentVariables;
  /** The text as the parent will read it. */
  readonly body: string;
};

const VALUE_OF: { readonly [field in TemplateField]: (invite: Invite) => string } = {
  parent_first_name: (invite) => invite.parent.firstName,
  player_first_name: (invite) => invite.player.firstName,
  team_name: (invite) => invite.team,
  age_group: (invite) => invite.ageGroup,
  current_registration_season: (invite) => invite.season,
  membership_fee_amount: (invite) => invite.membershipFee,
  subscription_fee_amount: (invite) => invite.subscriptionFee,
  team_manager_1_full_name: (invite) => invite.manager.name,
  team_manager_1_tel: (invite) => nationalForm(invite.manager.phone),
};

/** The template has its own £ before a fee. */
const DOUBLED_POUND = '££';

export type ComposedMessage =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly problem: RowProblem };

/** Renders an invite, or returns why WhatsApp would not accept the message. */
export function composeMessage(invite: Invite, template: Template): ComposedMessage {
  const contentVariables = variablesOf(invite);
  if (Object.values(contentVariables).includes('')) {
    // WhatsApp would insert the sample value of the template, perhaps another child's name.
    throw new Error('An invite has no empty values.');
  }
  const body = renderBody(template.body, contentVariables);
  if (body.includes(DOUBLED_POUND)) return { ok: false, problem: { code: 'doubled_pound' } };
  if (body.length > LONGEST_BODY) return { ok: false, problem: tooLong(invite, body.length) };
  const invitee = inviteeOf(invite);
  return {
    ok: true,
    message: {
      purpose: 'invite',
      key: keyOf(invitee, template),
      inviteeKey: sha256(['invitee', ...invitee]) as InviteeKey,
      invite,
      to: whatsappAddress(invite.parent.phone),
      contentSid: template.sid,
      contentVariables,
      body,
    },
  };
}

/** Returns a function with the same checks as `composeMessage` that does not render the texts. */
export function textChecker(template: Template): (invite: Invite) => RowProblem | null {
  const { fixedLength, variables } = measuredBody(template.body);
  const values = variables.map((number) => VALUE_OF[TEMPLATE_VARIABLES[number]]);
  const isDoubledInTemplate = template.body.includes(DOUBLED_POUND);
  return (invite) => {
    let hasPound = isDoubledInTemplate;
    let length = fixedLength;
    for (const valueOf of values) {
      const value = valueOf(invite);
      length += value.length;
      hasPound ||= value.includes('£');
    }
    if (hasPound) {
      const composed = composeMessage(invite, template);
      return composed.ok ? null : composed.problem;
    }
    return length > LONGEST_BODY ? tooLong(invite, length) : null;
  };
}

function variablesOf(invite: Invite): ContentVariables {
  return Object.fromEntries(
    VARIABLE_NUMBERS.map((number) => [number, VALUE_OF[TEMPLATE_VARIABLES[number]](invite)]),
  ) as ContentVariables;
}

function tooLong(invite: Invite, length: number): RowProblem {
  return { code: 'message_too_long', length, limit: LONGEST_BODY, longest: longestOf(invite) };
}

function inviteeOf({ parent, player, season }: Invite): readonly string[] {
  return [parent.phone, nameKey(player.firstName), lastNameKey(player), season];
}

function lastNameKey({ lastName }: Invite['player']): string {
  return lastName === '' ? '' : nameKey(lastName);
}

/**
 * The key that the invitee would have without a last name. Lists with and without last names have it in
 * common.
 */
export function firstNameKeyOf({ parent, player, season }: Invite): InviteeKey {
  const invitee = [parent.phone, nameKey(player.firstName), '', season];
  return sha256(['invitee', ...invitee]) as InviteeKey;
}

function keyOf(invitee: readonly string[], template: Template): MessageKey {
  return sha256(['message', ...invitee, template.sid]) as MessageKey;
}

/** The digest that an approval is bound to. It depends on the recipient, the template and all values. */
export function digestOf(
  message: Pick<Message, 'to' | 'body'> & {
    readonly contentSid: string;
    readonly contentVariables: Partial<ContentVariables>;
  },
): Digest {
  const values = VARIABLE_NUMBERS.map((number) => message.contentVariables[number] ?? '');
  return sha256(['digest', message.to, message.contentSid, message.body, ...values]) as Digest;
}

/** The longest value, which the operator can shorten. */
function longestOf(invite: Invite): { readonly field: TemplateField; readonly length: number } {
  return VARIABLE_NUMBERS.map((number) => {
    const field = TEMPLATE_VARIABLES[number];
    return { field, length: VALUE_OF[field](invite).length };
  }).reduce((longest, one) => (one.length > longest.length ? one : longest));
}
