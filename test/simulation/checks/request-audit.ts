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
type Yes = {
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
type HiddenStop = {
  readonly phone: Phone;
  readonly answers: MessageSid;
  readonly askedAt: number;
};

/** Holds every request to Twilio against what people said. */
export type Promises = {
  readonly approved: (yes: Omit<Yes, 'attempts' | 'taken'>) => void;
  /** A process begins to look whether this number was stopped. */
  readonly looksForStop: (process: string, phone: Phone) => void;
  /** The ledger has said that a stop is kept, which it was asked to keep at that step. */
  readonly stopped: (phone: Phone, askedAt: number) => void;
  /** The same, for a stop under a user id of which the ledger did not know the number. */
  readonly stoppedHidden: (stop: HiddenStop) => void;
  /** Those of them after which nobody let messages go again to the number. */
  readonly hiddenStops: () => readonly HiddenStop[];
  /** Somebody begins to let messages go again to a number. What is said meanwhile may count or not. */
  readonly letGo: (phone: Phone) => { readonly isOver: () => void };
  readonly request: (process: string, message: ApprovedMessage, attempt: AttemptId) => void;
  readonly taken: (message: ApprovedMessage) => void;
  /** How often Twilio may have taken a message with this key. */
  readonly mostOf: (key: MessageKey) => number;
};

/** The step to `sending`, the request, and what lies between them take no longer. */
const LONGEST_WAY_MS = 60_000;

export function promisesOf(
  sim: Simulation,
  records: Records,
  keyOf: (key: MessageKey) => string,
): Promises {
  const { scheduler } = sim;
  const yeses: Yes[] = [];
  const asked = new Set<AttemptId>();
  /** At which step each process last began to look, by its name and the number. */
  const looked = new Map<string, number>();
  const stops = new Map<Phone, number>();
  const lettings: { readonly phone: Phone; until: number }[] = [];
  const hidden: HiddenStop[] = [];
  /** Until which step somebody let messages go again; to no end while somebody is at it. */
  const lastLetting = (phone: Phone): number =>
    Math.max(-1, ...lettings.map((one) => (one.phone === phone ? one.until : -1)));

  const yesTo = (message: ApprovedMessage): Yes | undefined => {
    const { digest, operator, at } = approvalOf(message);
    return yeses.find(
      (yes) =>
        yes.digest === digest && yes.operator === operator && yes.at.getTime() === at.getTime(),
    );
  };

  const record = ({ key }: Pick<Message, 'key'>): MessageRecord | undefined =>
    records.get(`live#message#${keyOf(key)}`);

  const yesFault = (message: ApprovedMessage, attempt: AttemptId): string | null => {
    const yes = yesTo(message);
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

  const stopFault = (process: string, message: ApprovedMessage): string | null => {
    const { phone } = message.invite.parent;
    const look = looked.get(`${process} ${phone}`);
    if (look === undefined) return 'nobody looked whether the parent said stop';
    const stop = stops.get(phone);
    return stop !== undefined && stop < look ? 'the parent said stop before' : null;
  };

  return {
    approved: (yes) => void yeses.push({ ...yes, attempts: new Set(), taken: 0 }),
    looksForStop: (process, phone) => void looked.set(`${process} ${phone}`, scheduler.steps()),
    stopped: (phone, askedAt) => {
      // What was asked for before somebody let messages go again may have come before it.
      if (askedAt <= lastLetting(phone)) return;
      stops.set(phone, Math.min(stops.get(phone) ?? Infinity, scheduler.steps()));
    },
    stoppedHidden: (stop) => void hidden.push(stop),
    letGo: (phone) => {
      const letting = { phone, until: Infinity };
      lettings.push(letting);
      stops.delete(phone);
      return {
        isOver: () => {
          letting.until = scheduler.steps();
        },
      };
    },
    request: (process, message, attempt) => {
      const what = `${process} asks Twilio for ${attempt}`;
      if (asked.has(attempt)) sim.breach('nobody twice', `${what}, for the second time`);
      asked.add(attempt);
      const fault = ledgerFault(message, attempt);
      if (fault !== null) sim.breach('nobody lost', `${what}, and ${fault}`);
      const consent = yesFault(message, attempt) ?? stopFault(process, message);
      if (consent !== null) sim.breach('nothing without a yes', `${what}, and ${consent}`);
    },
    taken: (message) => {
      const yes = yesTo(message);
      if (yes === undefined) return;
      yes.taken += 1;
      if (yes.taken > 1)
        sim.breach('nothing without a yes', `${message.key} goes twice by one yes`);
    },
    // Once a person has said so, an ordinary yes may follow: each question tells that it may have gone.
    mostOf: (key) => 1 + yeses.filter((yes) => yes.key === key && yes.isOnceMore).length,
    hiddenStops: () => hidden.filter(({ phone, askedAt }) => askedAt > lastLetting(phone)),
  };
}
