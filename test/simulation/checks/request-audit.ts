import {
  APPROVAL_VALID_HOURS,
  approvalOf,
  type ApprovedMessage,
} from '../../../src/domain/approval/approval.ts';
import type { AttemptId, MessageSid } from '../../../src/domain/delivery/ids.ts';
import { attemptsIn, type MessageRecord } from '../../../src/domain/delivery/message-record.ts';
import type { Digest, Message, MessageKey } from '../../../src/domain/message/message.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { Simulation } from '../simulation.ts';
import type { Records } from './watch-records.ts';

/** An approval, recorded when it was given. */
type RecordedApproval = {
  readonly digest: Digest;
  readonly key: MessageKey;
  readonly operator: string;
  readonly at: Date;
  /** Whether it approved a second copy of a message that Twilio's list did not show. */
  readonly isOnceMore: boolean;
  readonly attempts: Set<AttemptId>;
  taken: number;
};

/** An opt-out, in reply to a message, from a parent whose number WhatsApp hides. */
type HiddenOptOut = {
  readonly phone: Phone;
  readonly answers: MessageSid;
  readonly askedAt: number;
};

/** Checks every request to Twilio against the approvals and opt-outs so far. */
export type RequestAudit = {
  readonly approved: (yes: Omit<RecordedApproval, 'attempts' | 'taken'>) => void;
  /** A process starts to look up whether this number has opted out. */
  readonly checksOptOut: (process: string, phone: Phone) => void;
  /** The ledger has confirmed an opt-out; the write was requested at step `askedAt`. */
  readonly optedOut: (phone: Phone, askedAt: number) => void;
  /** The same for an opt-out under a user id whose number the ledger did not have. */
  readonly hiddenOptOut: (stop: HiddenOptOut) => void;
  /** Opt-outs under a user id that no later removal has cancelled. */
  readonly hiddenOptOuts: () => readonly HiddenOptOut[];
  /** The removal of an opt-out starts. An opt-out that arrives before `isOver` may or may not count. */
  readonly optOutRemoved: (phone: Phone) => { readonly isOver: () => void };
  readonly request: (process: string, message: ApprovedMessage, attempt: AttemptId) => void;
  readonly taken: (message: ApprovedMessage) => void;
  /** How many copies of the message with this key Twilio may have accepted. */
  readonly mostOf: (key: MessageKey) => number;
};

/** The longest time from the step to `sending` to the request. */
const LONGEST_WAY_MS = 60_000;

export function requestAudit(
  sim: Simulation,
  records: Records,
  keyOf: (key: MessageKey) => string,
): RequestAudit {
  const { scheduler } = sim;
  const approvals: RecordedApproval[] = [];
  const asked = new Set<AttemptId>();
  /** The step at which each process last looked up an opt-out, by process name and number. */
  const checkedAt = new Map<string, number>();
  const optedOutAt = new Map<Phone, number>();
  const removals: { readonly phone: Phone; until: number }[] = [];
  const hidden: HiddenOptOut[] = [];
  /** The step at which the last removal for this number ended; Infinity while one is running. */
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
    if (yes === undefined) return 'nobody approved it';
    if (yes.key !== message.key) return 'the approval was for another message';
    if (yes.taken > 0) return 'its approval was used before';
    yes.attempts.add(attempt);
    const hours = (scheduler.now() - approvalOf(message).at.getTime()) / 3_600_000;
    const slack = LONGEST_WAY_MS / 3_600_000;
    return hours > APPROVAL_VALID_HOURS + slack ? `its approval is ${hours} hours old` : null;
  };

  const ledgerFault = (message: ApprovedMessage, attempt: AttemptId): string | null => {
    const known = record(message);
    const found =
      known === undefined ? undefined : attemptsIn(known).find(({ id }) => id === attempt);
    if (found === undefined) return 'the ledger does not have the attempt';
    // After a second Ctrl-C the run no longer waits for the response.
    const isInterrupted = found.state === 'unknown' && found.doubt === 'interrupted';
    if (found.state !== 'sending' && !isInterrupted)
      return `the ledger has the attempt as ${found.state}`;
    return null;
  };

  const optOutFault = (process: string, message: ApprovedMessage): string | null => {
    const { phone } = message.invite.parent;
    const look = checkedAt.get(`${process} ${phone}`);
    if (look === undefined) return 'the opt-out was not looked up';
    const stop = optedOutAt.get(phone);
    return stop !== undefined && stop < look ? 'the parent had opted out before' : null;
  };

  return {
    approved: (yes) => void approvals.push({ ...yes, attempts: new Set(), taken: 0 }),
    checksOptOut: (process, phone) => void checkedAt.set(`${process} ${phone}`, scheduler.steps()),
    optedOut: (phone, askedAt) => {
      // A write requested before the last removal ended may have been cancelled by it.
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
      if (asked.has(attempt)) sim.breach('no message twice', `${what}, for the second time`);
      asked.add(attempt);
      const fault = ledgerFault(message, attempt);
      if (fault !== null) sim.breach('nothing lost', `${what}, and ${fault}`);
      const consent = approvalFault(message, attempt) ?? optOutFault(process, message);
      if (consent !== null) sim.breach('nothing without approval', `${what}, and ${consent}`);
    },
    taken: (message) => {
      const yes = approvalTo(message);
      if (yes === undefined) return;
      yes.taken += 1;
      if (yes.taken > 1)
        sim.breach(
          'nothing without approval',
          `${message.key} was accepted twice with one approval`,
        );
    },

    mostOf: (key) => 1 + approvals.filter((yes) => yes.key === key && yes.isOnceMore).length,
    hiddenOptOuts: () => hidden.filter(({ phone, askedAt }) => askedAt > lastRemoval(phone)),
  };
}
