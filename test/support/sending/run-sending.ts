import { preparePlan } from '../../../src/application/check/settle-list.ts';
import { aborted } from '../../../src/application/ports/clock.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import {
  sendMessages,
  type Sending,
  type SendReport,
} from '../../../src/application/send/send-messages.ts';
import type { SendEvent } from '../../../src/application/send/send-one.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import { NEW_SENDER_LIMIT } from '../../../src/domain/policy/people-counted.ts';
import { memoryOptOuts } from '../store/memory-opt-outs.ts';
import { virtualTime } from './virtual-time.ts';

/** The ports of a run. The defaults include virtual time and a stop signal that never fires. */
type Run = Pick<Sending, 'gateway' | 'operator' | 'ledger'> & Partial<Sending>;

export const NOW = new Date('2026-07-15T18:42:00Z');

/** A run that ends before it asks for the states of its messages. */
const NO_LOOKS: Pick<Sending, 'log' | 'lookWait'> = {
  log: { sentSince: () => async () => null },
  lookWait: async (_milliseconds, ended) => void (await aborted(ended)),
};

export type FinishedRun = {
  /** The kind of each message's fate, in the order of the messages. */
  readonly fates: readonly (string | undefined)[];
  readonly halt: SendReport['halt'];
  readonly report: SendReport;
  /** The events as texts, such as `sent 2: accepted` for the second message, or `waiting for 1`. */
  readonly events: readonly string[];
};

/** Runs the whole of sending: plan, questions and requests. */
export async function runSending(messages: readonly Message[], run: Run): Promise<FinishedRun> {
  const events: string[] = [];
  const time = virtualTime(NOW);
  const emit = async (event: SendEvent): Promise<void> => {
    events.push(inWords(event, messages));
  };
  const report = await sendMessages(await preparePlan(messages, run.ledger), {
    optOuts: memoryOptOuts(),
    // No run asks for a message that did not arrive, unless its test says so.
    deliveries: { of: async () => null },
    clock: time.clock,
    source: { file: 'players.csv' },
    stop: new AbortController().signal,
    stopNow: new AbortController().signal,
    hoursNow: () => null,
    emit,
    wait: time.wait,
    random: () => 1,
    checkBeforeQuestion: async () => null,
    checkBeforeSend: async () => null,
    outbox: null,
    ...NO_LOOKS,
    dailyLimit: NEW_SENDER_LIMIT,
    ...run,
  });
  return {
    fates: messages.map(({ key }) => report.fates.get(key)?.kind),
    halt: report.halt,
    report,
    events,
  };
}

function inWords(event: SendEvent, messages: readonly Message[]): string {
  if (event.kind === 'waiting') return `waiting for ${event.count}`;
  if (event.kind === 'waiting_for_first') return `first messages: ${event.seconds} s`;
  const number = messages.findIndex(({ key }) => key === event.message.key) + 1;
  switch (event.kind) {
    case 'sent':
      return `sent ${number}: ${event.fate.kind}`;
    case 'not_delivered':
      return `not delivered ${number}: ${event.failure.twilioCode}`;
    case 'too_old':
      return `too old ${number}: ${event.isRepeated ? 'asked again' : 'left'}`;
    case 'retrying':
      return `try ${event.tryNumber} of ${event.of} of ${number} in ${event.seconds} s`;
    case 'waiting_for_pace':
      return `pace of ${number}: ${event.seconds} s`;
  }
}

/** The state of each message in the ledger, in the order of the messages. */
export async function statesIn(
  ledger: Ledger,
  messages: readonly Message[],
): Promise<readonly (string | undefined)[]> {
  const { byKey } = await ledger.view(messages);
  return messages.map(({ key }) => byKey.get(key)?.state);
}

/** Resolves when every microtask that is queued now, and every one that follows from it, has run. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
