import { readQueued, writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import type { QueuedMessage } from '../../../src/application/ports/invite-queue.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import {
  processQueued,
  type ProcessQueued,
  type WorkerPorts,
  type WorkerEntry,
} from '../../../src/application/worker/send-queued.ts';
import { approvalOf, type ApprovedMessage } from '../../../src/domain/approval/approval.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { NEW_SENDER_LIMIT } from '../../../src/domain/policy/people-counted.ts';
import { tagOf } from '../ledger/ledger-parts.ts';
import { memoryOptOuts } from '../store/memory-opt-outs.ts';
import { fakeGateway, type FakeGateway } from './fake-gateway.ts';
import { NOW } from './run-sending.ts';
import { virtualTime } from './virtual-time.ts';

export type RunWorker = {
  readonly take: ProcessQueued;
  /** Delivers a message with ample time left. */
  readonly handOver: (body: string) => ReturnType<ProcessQueued>;
  readonly gateway: FakeGateway;
  readonly logged: readonly WorkerEntry[];
};

/** A worker whose default ports allow every message to be sent. */
export function aWorker(
  ledger: Ledger,
  {
    gateway = fakeGateway(),
    ...ports
  }: Partial<Omit<WorkerPorts, 'gateway'>> & { readonly gateway?: FakeGateway } = {},
): RunWorker {
  const logged: WorkerEntry[] = [];
  const time = virtualTime(NOW);
  const take = processQueued({
    mode: 'live',
    read: readQueued,
    ledger,
    optOuts: memoryOptOuts(),
    lookFirst: null,
    templates: { fetch: async () => builtInTemplate() },
    gateway,
    clock: time.clock,
    tagOf,
    wait: time.wait,
    random: () => 1,
    sendHours: null,
    dailyLimit: NEW_SENDER_LIMIT,
    longestSendMs: 20_000,
    log: (entry) => logged.push(entry),
    ...ports,
  });
  return { take, handOver: async (body) => await take(body, () => 1_000_000), gateway, logged };
}

/** Claims a message in the ledger, and returns the body that `send --via aws` puts on the queue. */
export async function aQueued(
  ledger: Ledger,
  message: ApprovedMessage,
  parts: Partial<QueuedMessage> = {},
): Promise<string> {
  const source = { file: 'players.csv' };
  const claim = await ledger.claim(message, source, approvalOf(message).at, null);
  if (claim.kind === 'taken') throw new Error('This message is already claimed.');
  return writeQueued({
    mode: 'live',
    attempt: claim.attemptId,
    message,
    approval: approvalOf(message),
    source,
    atAnyHour: false,
    ...parts,
  });
}
