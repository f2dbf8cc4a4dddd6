import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import { digestOf, type Message, type MessageKey } from '../../domain/message/message.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { yesInLedger } from '../../domain/approval/operator-yes.ts';
import type { AttemptState } from '../../domain/delivery/state.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { TemplateSource } from '../ports/gateway.ts';
import type { QueuedMessage } from '../ports/invite-queue.ts';
import type { SendFacts } from '../../domain/policy/send-policy.ts';
import { InviteError, isTemplateProblem } from '../../domain/problem/problem.ts';
import { closedUntil, type SendHours } from '../../domain/policy/send-hours.ts';
import { renderBody } from '../../domain/message/template.ts';
import { isOptedOut } from '../replies/apply-opt-out.ts';
import type { OptOuts } from '../ports/contact.ts';

type ClaimPorts = { readonly mode: Mode; readonly ledger: Pick<Ledger, 'view'> };

/** What the ledger has for a message on the queue. */
type Behind =
  | { readonly kind: 'approved'; readonly message: ApprovedMessage }
  /** The attempt has gone further, or another one has taken its place. */
  | { readonly kind: 'done_before'; readonly state: AttemptState };

/**
 * The approval that the ledger has for a message on the queue. The ledger's counts: write access to
 * the queue alone is not enough to send what nobody said yes to.
 *
 * @throws GivenBack where the two do not agree
 */
export async function verifyQueued(
  { mode, attempt, message, approval }: QueuedMessage,
  { mode: ownMode, ledger }: ClaimPorts,
): Promise<Behind> {
  const { key } = message;
  if (mode !== ownMode) throw new RetryLater('other_mode', key);
  const digest = digestOf(message);
  if (digest !== approval.digest) throw new RetryLater('not_as_approved', key);
  const known = (await ledger.view([message])).byKey.get(key);
  if (known === undefined) throw new RetryLater('not_in_ledger', key);
  const isSame = known.digest === digest && known.operator === approval.operator;
  if (known.id === attempt && !isSame) throw new RetryLater('not_as_approved', key);
  const { state } = known;
  if (known.id !== attempt || state !== 'approved') return { kind: 'done_before', state };
  const yes = yesInLedger({ ...known, state }, digest, approval.at);
  return { kind: 'approved', message: approve(message, yes) };
}

export type FactPorts = {
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  /** The template as Twilio has it now, or had it a few minutes ago. */
  readonly templates: TemplateSource;
  readonly clock: Clock;
  /** Null where messages go at any hour. */
  readonly sendHours: SendHours | null;
};

/**
 * What the operator's yes of a while ago cannot know, asked right before a message goes. The limits are the
 * ledger's to know.
 *
 * @param atAnyHour whether the operator said that it goes outside the hours as well
 */
export async function factsOfQueued(
  message: ApprovedMessage,
  atAnyHour: boolean,
  ports: FactPorts,
): Promise<Omit<SendFacts, 'waitedMs'>> {
  const hasOptedOut = await isOptedOut(message, ports.optOuts);
  const template = await templateFor(message, ports);
  const now = ports.clock.now();
  const opensAt = closedUntil(atAnyHour ? null : ports.sendHours, now);
  return { now, message, hasOptedOut, template, opensAt, limits: null, latest: [] };
}

/** Whether Twilio would make of the values the very text that the operator saw. */
async function templateFor(
  { contentSid, contentVariables, body }: Message,
  { templates }: FactPorts,
): Promise<SendFacts['template']> {
  try {
    const template = await templates.fetch();
    const isSame =
      template.sid === contentSid && renderBody(template.body, contentVariables) === body;
    return isSame ? 'as_approved' : 'changed';
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    return isTemplateProblem(error.problem) ? 'changed' : 'not_told';
  }
}

/** Why a worker sends nothing now, and leaves a message on the queue. */
type RetryLaterReason =
  /** No message of this queue, or one of a newer version. */
  | 'unreadable'
  /** Put there for another ledger: of a stand-in, or of the real Twilio. */
  | 'other_mode'
  /** Not the text, or not the person, that the ledger has a yes for. */
  | 'not_as_approved'
  | 'not_in_ledger'
  /** Twilio does not say what the template is now. */
  | 'template_not_told'
  | 'too_little_time';

/** Nothing went. Handed over too often, a message ends beside the queue, where a person sees it. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly reason: RetryLaterReason;
  readonly key: MessageKey | null;

  constructor(reason: RetryLaterReason, key: MessageKey | null = null) {
    super(reason);
    this.reason = reason;
    this.key = key;
  }
}
