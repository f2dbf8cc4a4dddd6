import {
  conversationState,
  lastReplyOf,
  openRepliesOf,
  type Conversation,
  type ConversationState,
} from '../../domain/contact/conversation.ts';
import { windowClosesAt } from '../../domain/contact/free-reply.ts';
import { classifyReplies, type Classified } from '../../domain/contact/kinds/reply-kind.ts';
import { whatsappAddress } from '../../domain/contact/recipient.ts';
import type { AnswerValues } from '../../domain/contact/saved-answer.ts';
import type { LedgerMessage } from '../../domain/delivery/ledger-message.ts';
import type { DeliveryState } from '../../domain/delivery/state.ts';
import { TEMPLATE_VARIABLES, VARIABLE_NUMBERS } from '../../domain/message/template.ts';
import type { Field } from '../../domain/record/field.ts';
import type { Ledger } from '../ports/ledger.ts';
import { readConversations, type ConversationPorts } from '../replies/conversations.ts';

/** A child that the parent was invited for, with the last invite. */
export type InvitedChild = {
  readonly player: string;
  /** Team and age group. */
  readonly team: string;
  readonly manager: string;
  readonly managerTel: string;
  readonly sentAt: Date;
  readonly delivery: DeliveryState | null;
  readonly deliveryAt: Date | null;
};

/** A conversation with what the ledger knows of the person. */
export type InboxEntry = Classified & {
  readonly conversation: Conversation;
  readonly state: ConversationState;
  /** When free text is no longer taken. */
  readonly until: Date;
  /** Null for a stranger: no invite went to the number. */
  readonly parent: string | null;
  /** Those of the latest season, by their invites, oldest first. */
  readonly children: readonly InvitedChild[];
  /** What a saved answer can be filled with. */
  readonly values: Omit<AnswerValues, 'LINK'>;
};

export type InboxPorts = ConversationPorts & { readonly ledger: Pick<Ledger, 'messages'> };

/** How many conversations are in each state. */
type InboxCounts = { readonly [kind in ConversationState['kind']]: number };

export type Inbox = {
  readonly counts: InboxCounts;
  /** The conversations whose state is wanted, by the time of their last message. */
  readonly entries: readonly InboxEntry[];
};

/**
 * Reads the conversations of the ledger.
 *
 * @param isWanted selects the states to read the people of
 * @param now by Twilio's clock
 */
export async function readInbox(
  ports: InboxPorts,
  isWanted: (state: ConversationState['kind']) => boolean,
  now: Date,
): Promise<Inbox> {
  const conversations = await readConversations(ports);
  const counts = { waiting: 0, too_late: 0, answered: 0, done: 0, stopped: 0 };
  const entries: InboxEntry[] = [];
  for (const conversation of conversations) {
    const state = conversationState(conversation, now);
    counts[state.kind] += 1;
    // oxlint-disable-next-line no-await-in-loop -- one query of the ledger after the other
    if (isWanted(state.kind)) entries.push(await entryOf(conversation, now, ports));
  }
  return { counts, entries };
}

/** @param now by Twilio's clock */
export async function entryOf(
  conversation: Conversation,
  now: Date,
  { ledger }: Pick<InboxPorts, 'ledger'>,
): Promise<InboxEntry> {
  const last = lastReplyOf(conversation);
  const { phone } = conversation;
  const invites = phone === null ? [] : await latestInvites(whatsappAddress(phone), ledger);
  return {
    conversation,
    state: conversationState(conversation, now),
    ...classifyReplies(openRepliesOf(conversation)),
    until: windowClosesAt(last.at),
    parent: invites.at(-1)?.parent ?? null,
    children: invites.map(childOf),
    values: valuesOf(invites, phone),
  };
}

/** The invites of the latest season to a number, one for each child, oldest first. */
async function latestInvites(
  to: string,
  ledger: InboxPorts['ledger'],
): Promise<readonly LedgerMessage[]> {
  const invites: LedgerMessage[] = [];
  for await (const message of ledger.messages({ to })) {
    if (message.purpose === 'invite' && !message.isErased) invites.push(message);
  }
  const season = invites
    .map((invite) => invite.season)
    .toSorted()
    .at(-1);
  const latest = invites
    .filter((invite) => invite.season === season)
    .toSorted((a, b) => a.approvedAt.getTime() - b.approvedAt.getTime());
  return [...new Map(latest.map((invite) => [invite.inviteeKey, invite])).values()];
}

function childOf(invite: LedgerMessage): InvitedChild {
  const { player, team, variables, sentAt, approvedAt, delivery, deliveryAt } = invite;
  return {
    player,
    team,
    manager: variables['8'] ?? '',
    managerTel: variables['9'] ?? '',
    sentAt: sentAt ?? approvedAt,
    delivery,
    deliveryAt,
  };
}

function valuesOf(invites: readonly LedgerMessage[], phone: string | null): InboxEntry['values'] {
  const values: { readonly [field in Field]: string[] } = {
    player_first_name: [],
    player_last_name: invites.map(({ player, variables }) => afterFirst(player, variables['2'])),
    team_name: [],
    age_group: [],
    team_manager_1_full_name: [],
    team_manager_1_tel: [],
    current_registration_season: [],
    parent_first_name: [],
    parent_last_name: invites.map(({ parent, variables }) => afterFirst(parent, variables['1'])),
    parent_tel: phone === null ? [] : [phone],
    membership_fee_amount: [],
    subscription_fee_amount: [],
  };
  for (const { variables } of invites) {
    for (const number of VARIABLE_NUMBERS) {
      values[TEMPLATE_VARIABLES[number]].push(variables[number] ?? '');
    }
  }
  return values;
}

/** The ledger keeps the full name and, among the template's values, the first name. */
function afterFirst(full: string, first = ''): string {
  return full.startsWith(`${first} `) ? full.slice(first.length + 1).trim() : '';
}
