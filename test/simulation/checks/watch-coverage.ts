import type { Write } from '../../../src/adapters/storage/port/store.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { type MessageRecord, attemptsIn } from '../../../src/domain/delivery/message-record.ts';
import type { Process } from '../actors/process.ts';
import type { Simulation } from '../simulation.ts';

type Lead = { readonly kind: 'invitee' | 'SID' | 'place'; readonly by: string };

/** Counts index entries that are written before the record they refer to, and what becomes of them. */
export function watchLeads(sim: Simulation): {
  readonly onChange: (write: Write) => void;
  /** Counts the entries whose record was never written. */
  readonly finish: () => void;
} {
  /** Entries whose record is not written yet. */
  const open = new Map<string, Lead>();
  const records = new Map<string, MessageRecord>();
  const lastTo = new Map<
    string,
    { readonly last: string | null; readonly before: string | null }
  >();
  const lead = (to: string, kind: Lead['kind']): void => {
    open.set(to, { kind, by: sim.current });
  };
  const reach = (to: string): void => {
    const found = open.get(to);
    if (found === undefined) return;
    open.delete(to);
    if (found.by !== sim.current)
      sim.cover('ledger: entry of a crashed write completed by another');
  };

  return {
    onChange: (write) => {
      const [, kind, id] = write.pk.split('#');
      if ('gone' in write) {
        if (kind === 'early') sim.cover('ledger: early callback dropped once used');
        return;
      }
      switch (kind) {
        case 'message': {
          const record = write.doc as MessageRecord;
          records.set(record.key, record);
          reach(`message ${record.key}`);
          for (const { messageSid, sendingAt, recipient } of attemptsIn(record)) {
            if (messageSid !== undefined) reach(`SID ${messageSid}`);
            if (sendingAt !== undefined) reach(`place ${recipient} ${sendingAt}`);
          }
          return;
        }
        case 'invitee': {
          const { messages } = write.doc as { readonly messages: readonly string[] };
          for (const key of messages) if (!records.has(key)) lead(`message ${key}`, 'invitee');
          return;
        }
        case 'sid': {
          const record = records.get((write.doc as { readonly key: string }).key);
          const sids = record === undefined ? [] : attemptsIn(record).map((one) => one.messageSid);
          if (!sids.some((sid) => sid === id)) lead(`SID ${id}`, 'SID');
          return;
        }
        case 'early':
          return sim.cover('ledger: early callback kept');
        case 'told':
          return sim.cover('ledger: early callback kept with an attempt');
        case 'written': {
          if (write.sk !== 'person') return;
          const person = write.doc as {
            readonly to: string;
            readonly last: string | null;
            readonly before: string | null;
          };
          const was = lastTo.get(write.pk);
          lastTo.set(write.pk, person);
          if (was !== undefined && was.last !== person.last && was.before === person.last) {
            sim.cover('ledger: daily place released');
          } else if (person.last !== null) lead(`place ${person.to} ${person.last}`, 'place');
          return;
        }
        default:
      }
    },
    finish: () => {
      for (const { kind } of open.values()) {
        if (kind === 'invitee') sim.cover('ledger: invitee leads to no message');
        else if (kind === 'SID') sim.cover('ledger: SID leads to no message');
        else sim.cover('ledger: daily place taken for a step that crashed');
      }
    },
  };
}

/** Counts the races that this process loses, and the answers of the daily limit. */
export function watchedLedger(
  { cover, note }: Simulation,
  { name }: Process,
  ledger: Ledger,
): Ledger {
  return {
    ...ledger,
    claim: async (...about) => {
      const claim = await ledger.claim(...about);
      note(name, `claims: ${claim.kind === 'taken' ? 'taken' : claim.attemptId}`);
      if (claim.kind === 'taken') cover('ledger: claim taken by another');
      return claim;
    },
    advance: async (id, step, ...about) => {
      const result = await ledger.advance(id, step, ...about);
      note(name, `steps ${id} to ${step.kind}: ${JSON.stringify(result)}`);
      if (result.kind === 'not_advanced') cover('ledger: step lost to another');
      return result;
    },
    startSending: async (id, ...about) => {
      const result = await ledger.startSending(id, ...about);
      note(name, `starts to send ${id}: ${JSON.stringify(result)}`);
      if (result.kind === 'not_advanced') cover('ledger: step lost to another');
      if (result.kind === 'wait') cover('daily limit: wait');
      if (result.kind === 'daily_limit') cover('daily limit: reached');
      return result;
    },
  };
}
