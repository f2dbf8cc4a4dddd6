import { attemptsIn, type MessageRecord } from '../../../src/domain/delivery/message-record.ts';
import {
  APPROVAL_VALID_HOURS,
  approvalOf,
  type ApprovedMessage,
} from '../../../src/domain/approval/approval.ts';
import type { Digest, Message, MessageKey } from '../../../src/domain/message/message.ts';
import type { AttemptId, MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { Simulation } from '../simulation.ts';
import type { Records } from './watch-records.ts';

/** A person's yes, as it was given. */
type RecordedApproval = {
  readonly digest: Digest;
  readonly key: MessageKey;
  readonly operator: string;
  readonly at: Date;
  /** Whether it was to send once more what was never found. */
  readonly isOnceMore: boolean;
  readonly attempts: Set<AttemptId>;
  taken: number;
};

/** Somebody whose number WhatsApp hides said stop, in answer to a message. */
type HiddenOptOut = {
  readonly phone: Phone;
  readonly answers: MessageSid;
  readonly askedAt: number;
};

/** Holds every request to Twilio against what people said. */
export type RequestAudit = {
  readonly approved: (yes: Omit<RecordedApproval, 'attempts' | 'taken'>) => void;
  /** A process begins to look whether this number was stopped. */
  readonly checksOptOut: (process: string, phone: Phone) => void;
  /** The ledger has said that a stop is kept, which it was asked to keep at that step. */
  readonly optedOut: (phone: Phone, askedAt: number) => void;
  /** The same, for a stop under a user id of which the ledger did not know the number. */
  readonly hiddenOptOut: (stop: HiddenOptOut) => void;
  /** Those of them after which nobody let messages go again to the number. */
  readonly hiddenOptOuts: () => readonly HiddenOptOut[];
  /** Somebody begins to let messages go again to a number. What is said meanwhile may count or not. */
  readonly optOutRemoved: (phone: Phone) => { readonly isOver: () => void };
  readonly request: (process: string, message: ApprovedMessage, attempt: AttemptId) => void;
  readonly taken: (message: ApprovedMessage) => void;
  /** How often Twilio may have taken a message with this key. */
  readonly mostOf: (key: MessageKey) => number;
};

/** The step to `sending`, the request, and what lies between them take no longer. */
const LONGEST_WAY_MS = 60_000;

export function requestAudit(
  sim: Simulation,
  records: Records,
  keyOf: (key: MessageKey) => string,
): RequestAudit {
  const { scheduler } = sim;
  const approvals: RecordedApproval[] = [];
  const asked = new Set<AttemptId>();
  /** At which step each process last began to look, by its name and the number. */
  const checkedAt = new Map<string, number>();
  const optedOutAt = new Map<Phone, number>();
  const removals: { readonly phone: Phone; until: number }[] = [];
  const hidden: HiddenOptOut[] = [];
  /** Until which step somebody let messages go again; to no end while somebody is at it. */
  const lastRemoval = (phone: Phone): number =>
    Math.max(-1, ...removals.map((one) => (one.phone === phone ? one.until : -1)));

  const approvalTo = (message: ApprovedMessage): RecordedApproval | undefined => {
    const { digest, operator, at } = approvalOf(message);
    return approvals.find(
      (yes) =>
        yes.digest === digest && yes.operator === operator && yes.at.getTime() === at.getTime(),
    );
  };

  const record = ({ key }: Pick<Message, 'key'>): MessageRecord | undefined =>
    records.get(`live#message#${keyOf(key)}`);

  const approvalFault = (message: ApprovedMessage, attempt: AttemptId): string | null => {
    const yes = approvalTo(message);
    if (yes === undefined) return 'nobody said yes to it';
    if (yes.key !== message.key) return 'the yes was to another message';
    if (yes.taken > 0) return 'its yes was used before';
    yes.attempts.add(attempt);
    const hours = (scheduler.now() - approvalOf(message).at.getTime()) / 3_600_000;
    const slack = LONGEST_WAY_MS / 3_600_000;
    return hours > APPROVAL_VALID_HOURS + slack ? `its yes is ${hours} hours old` : null;
  };

  const ledgerFault = (message: ApprovedMessage, attempt: AttemptId): string | null => {
    const known = record(message);
    const found =
      known === undefined ? undefined : attemptsIn(known).find(({ id }) => id === attempt);
    if (found === undefined) return 'the ledger does not know the attempt';
    // Ctrl-C at the very moment: the run does not wait for what the request comes to.
    const isInterrupted = found.state === 'unknown' && found.doubt === 'interrupted';
    if (found.state !== 'sending' && !isInterrupted)
      return `the ledger has the attempt as ${found.state}`;
    return null;
  };

  const optOutFault = (process: string, message: ApprovedMessage): string | null => {
    const { phone } = message.invite.parent;
    const look = checkedAt.get(`${process} ${phone}`);
    if (look === undefined) return 'nobody looked whether the parent said stop';
    const stop = optedOutAt.get(phone);
    return stop !== undefined && stop < look ? 'the parent said stop before' : null;
  };

  return {
    approved: (yes) => void approvals.push({ ...yes, attempts: new Set(), taken: 0 }),
    checksOptOut: (process, phone) => void checkedAt.set(`${process} ${phone}`, scheduler.steps()),
    optedOut: (phone, askedAt) => {
      // What was asked for before somebody let messages go again may have come before it.
      if (askedAt <= lastRemoval(phone)) return;
      optedOutAt.set(phone, Math.min(optedOutAt.get(phone) ?? Infinity, scheduler.steps()));
    },
    hiddenOptOut: (stop) => void hidden.push(stop),
    optOutRemoved: (phone) => {
      const removal = { phone, until: Infinity };
      removals.push(removal);
      optedOutAt.delete(phone);
      return {
        isOver: () => {
          removal.until = scheduler.steps();
        },
      };
    },
    request: (process, message, attempt) => {
      const what = `${process} asks Twilio for ${attempt}`;
      if (asked.has(attempt)) sim.breach('nobody twice', `${what}, for the second time`);
      asked.add(attempt);
      const fault = ledgerFault(message, attempt);
      if (fault !== null) sim.breach('nobody lost', `${what}, and ${fault}`);
      const consent = approvalFault(message, attempt) ?? optOutFault(process, message);
      if (consent !== null) sim.breach('nothing without a yes', `${what}, and ${consent}`);
    },
    taken: (message) => {
      const yes = approvalTo(message);
      if (yes === undefined) return;
      yes.taken += 1;
      if (yes.taken > 1)
        sim.breach('nothing without a yes', `${message.key} goes twice by one yes`);
    },
    // Once a person has said so, an ordinary yes may follow: each question tells that it may have gone.
    mostOf: (key) => 1 + approvals.filter((yes) => yes.key === key && yes.isOnceMore).length,
    hiddenOptOuts: () => hidden.filter(({ phone, askedAt }) => askedAt > lastRemoval(phone)),
  };
}
