import { approve, type ApprovedMessage } from '../../domain/approval/approval.ts';
import { yesInLedger } from '../../domain/approval/operator-yes.ts';
import type { AttemptState } from '../../domain/delivery/state.ts';
import { digestOf, type Message, type MessageKey } from '../../domain/message/message.ts';
import { renderBody } from '../../domain/message/template.ts';
import { lacksMarketingConsent } from '../../domain/policy/marketing-consent.ts';
import { closedUntil, type SendHours } from '../../domain/policy/send-hours.ts';
import type { SendFacts } from '../../domain/policy/send-policy.ts';
import { lastHourOf, sendingHalt, type SENDING_HALTED } from '../../domain/policy/sending-halt.ts';
import { InviteError, isTemplateProblem } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { latestNow, type LatestPorts } from '../follow-up/sending-halt.ts';
import type { Clock } from '../ports/clock.ts';
import type { OptOuts } from '../ports/contact.ts';
import type { TemplateSource } from '../ports/gateway.ts';
import type { QueuedMessage } from '../ports/invite-queue.ts';
import type { Ledger } from '../ports/ledger.ts';
import { isOptedOut } from '../replies/apply-opt-out.ts';
import { latestAttempt } from '../send/send-attempt.ts';

type ClaimPorts = { readonly mode: Mode; readonly ledger: Pick<Ledger, 'view'> };

/** The state in the ledger of a message on the queue. */
type VerifiedMessage =
  | { readonly kind: 'approved'; readonly message: ApprovedMessage }
  /** The attempt was processed before, or another attempt replaced it. */
  | { readonly kind: 'done_before'; readonly state: AttemptState };

/**
 * Finds the ledger's approval for a message on the queue. The approval in the queue does not count:
 * write access to the queue alone is not enough to send a message.
 *
 * @throws RetryLater where the ledger does not have this approval
 */
export async function verifyQueued(
  { mode, attempt, message, approval }: QueuedMessage,
  { mode: ownMode, ledger }: ClaimPorts,
): Promise<VerifiedMessage> {
  const { key } = message;
  if (mode !== ownMode) throw new RetryLater('other_mode', key);
  const digest = digestOf(message);
  if (digest !== approval.digest) throw new RetryLater('not_as_approved', key);
  const known = await latestAttempt(message, ledger);
  if (known === undefined) throw new RetryLater('not_in_ledger', key);
  const isSame = known.digest === digest && known.operator === approval.operator;
  if (known.id === attempt && !isSame) throw new RetryLater('not_as_approved', key);
  const { state } = known;
  if (known.id !== attempt || state !== 'approved') return { kind: 'done_before', state };
  const yes = yesInLedger({ ...known, state }, digest, approval.at);
  return { kind: 'approved', message: approve(message, yes) };
}

export type FactPorts = LatestPorts & {
  readonly optOuts: Pick<OptOuts, 'blocked' | 'add'>;
  /** Twilio's current template, or that of a few minutes ago. */
  readonly templates: TemplateSource;
  readonly clock: Clock;
  /** Null where messages may be sent at any hour. */
  readonly sendHours: SendHours | null;
};

type QueuedFacts = Omit<SendFacts, 'waitedMs'> & TemplateLook;

/** `templateCode`: Twilio's code where it refused to return the template, else null. */
type TemplateLook = Pick<SendFacts, 'template' | 'lacksMarketingConsent'> & {
  readonly templateCode: number | null;
};

/**
 * The facts that may have changed since the approval, read right before sending. The ledger checks the
 * limits itself.
 *
 * @param atAnyHour whether the operator confirmed sending outside the hours
 */
export async function factsOfQueued(
  message: ApprovedMessage,
  atAnyHour: boolean,
  ports: FactPorts,
): Promise<QueuedFacts> {
  const hasOptedOut = await isOptedOut(message, ports.optOuts);
  const template = await templateFor(message, ports);
  const latest = await latestNow(ports);
  const now = ports.clock.now();
  const halt = sendingHalt(latest, now);
  const first = lastHourOf(latest, now);
  const opensAt = closedUntil(hoursFor(atAnyHour, ports), now);
  const facts = { now, message, hasOptedOut, ...template };
  return { ...facts, opensAt, halt, limits: null, latest: [], first };
}

/** The hours that a message keeps to; null where it may be sent at any hour. */
export function hoursFor(
  atAnyHour: boolean,
  { sendHours }: Pick<FactPorts, 'sendHours'>,
): SendHours | null {
  return atAnyHour ? null : sendHours;
}

/** Whether the current template renders the text that the operator approved. */
async function templateFor(message: Message, { templates }: FactPorts): Promise<TemplateLook> {
  const { contentSid, contentVariables, body } = message;
  try {
    const template = await templates.fetch();
    const isSame =
      template.sid === contentSid && renderBody(template.body, contentVariables) === body;
    return {
      template: isSame ? 'as_approved' : 'changed',
      lacksMarketingConsent: lacksMarketingConsent(message, template),
      templateCode: null,
    };
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    const { problem } = error;
    return {
      template: isTemplateProblem(problem) ? 'changed' : 'not_told',
      lacksMarketingConsent: false,
      templateCode: problem.code === 'twilio_refused' ? problem.twilioCode : null,
    };
  }
}

/** Why the worker leaves a message on the queue. */
type RetryLaterReason =
  /** Not a message of this queue, or one of a newer version. */
  | 'unreadable'
  /** Put on the queue for another ledger: that of a simulator, or of the real Twilio. */
  | 'other_mode'
  /** The text or the recipient differs from the approval in the ledger. */
  | 'not_as_approved'
  | 'not_in_ledger'
  /** The current template could not be read from Twilio. */
  | 'template_not_told'
  /** The last messages failed for a reason that applies to this one, too. */
  | typeof SENDING_HALTED
  | 'too_little_time';

/** Nothing was sent. After too many deliveries the queue moves the message to the dead-letter queue. */
export class RetryLater extends Error {
  override readonly name = 'RetryLater';
  readonly reason: RetryLaterReason;
  readonly key: MessageKey | null;
  /** Twilio's code where it refused what the worker needs. */
  readonly twilioCode: number | null;

  constructor(
    reason: RetryLaterReason,
    key: MessageKey | null = null,
    twilioCode: number | null = null,
  ) {
    super(reason);
    this.reason = reason;
    this.key = key;
    this.twilioCode = twilioCode;
  }
}
