import type { MessageGateway } from '../../../src/application/ports/gateway.ts';
import { approvalOf, type ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import { asMessageSid, type MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { Outcome } from '../../../src/domain/delivery/outcome.ts';

export const SID = asMessageSid(`MM${'d'.repeat(32)}`) as MessageSid;

export const ACCEPTED: Outcome = { kind: 'accepted', messageSid: SID };

export type FakeGateway = MessageGateway & {
  /** The messages it was called with, in order. */
  readonly sent: readonly ApprovedMessage[];
  /** The validity period of each, in seconds. */
  readonly periods: readonly number[];
};

/** A gateway that responds at once. Like the real one, it throws for a message without approval. */
export function fakeGateway(
  answer: (message: ApprovedMessage) => Outcome = () => ACCEPTED,
): FakeGateway {
  const sent: ApprovedMessage[] = [];
  const periods: number[] = [];
  return {
    sent,
    periods,
    send: async (message, validitySeconds) => {
      approvalOf(message);
      sent.push(message);
      periods.push(validitySeconds);
      return answer(message);
    },
  };
}

export type ManualGateway = FakeGateway & {
  /** Resolves when it has been called with this many messages in all. */
  readonly given: (count: number) => Promise<void>;
  /** Settles the oldest pending message. */
  readonly answer: (outcome: Outcome) => void;
};

/** A gateway whose outcomes the test supplies. */
export function manualGateway(): ManualGateway {
  const sent: ApprovedMessage[] = [];
  const periods: number[] = [];
  const onTheirWay: ((outcome: Outcome) => void)[] = [];
  const givens = new Map<number, PromiseWithResolvers<void>>();
  const givenAt = (count: number): PromiseWithResolvers<void> => {
    const given = givens.get(count) ?? Promise.withResolvers<void>();
    givens.set(count, given);
    return given;
  };
  return {
    sent,
    periods,
    send: async (message, validitySeconds) => {
      approvalOf(message);
      sent.push(message);
      periods.push(validitySeconds);
      const answered = Promise.withResolvers<Outcome>();
      onTheirWay.push(answered.resolve);
      givenAt(sent.length).resolve();
      return await answered.promise;
    },
    given: async (count) => await givenAt(count).promise,
    answer: (outcome) => {
      const resolve = onTheirWay.shift();
      if (resolve === undefined) throw new Error('No message is pending.');
      resolve(outcome);
    },
  };
}
