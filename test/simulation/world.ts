import { reader } from '../../src/adapters/storage/documents.ts';
import { openLedgerOn, type OpenLedger } from '../../src/adapters/storage/open-ledger.ts';
import type { Store } from '../../src/adapters/storage/port/store.ts';
import type { TemplateSource } from '../../src/application/ports/gateway.ts';
import type { MessageSid } from '../../src/domain/delivery/ids.ts';
import {
  asLedgerKey,
  keyedHashWith,
  type KeyedHasher,
} from '../../src/domain/delivery/keyed-hash.ts';
import type { DeliveryState } from '../../src/domain/delivery/state.ts';
import type { Template } from '../../src/domain/message/template.ts';
import type { SendHours } from '../../src/domain/policy/send-hours.ts';
import { InviteError } from '../../src/domain/problem/problem.ts';
import type { Phone } from '../../src/domain/record/phone/phone.ts';
import { memoryStorage } from '../support/store/memory-store.ts';
import { TEMPLATES, type TemplateName } from './actors/families.ts';
import { randomProcessFaults, startProcess, type Ended, type Process } from './actors/process.ts';
import { requestAudit, type RequestAudit } from './checks/request-audit.ts';
import { watchLeads, watchedLedger } from './checks/watch-coverage.ts';
import { watchLimit, watchRecords, type Records } from './checks/watch-records.ts';
import type { FaultRates } from './fault-rates.ts';
import type { Simulation } from './simulation.ts';
import { connectionOf } from './store-connection.ts';
import { anAccount, type Account } from './twilio/account.ts';

/** What stays the same throughout a simulation. */
export type Settings = {
  /** Whether the ledger is shared and has no transactions; otherwise it is a file that one run locks. */
  readonly isShared: boolean;
  readonly children: number;
  readonly dailyLimit: number;
  /** Null means any hour. */
  readonly sendHours: SendHours | null;
  /** Whether Twilio's list hides the texts of messages. */
  readonly hidesTexts: boolean;
  /** Whether Twilio's list never shows some messages, contrary to its documentation. */
  readonly listMissesSome: boolean;
};

type Named = { readonly name: TemplateName; readonly template: Template };

/** Everything in one simulation. */
export type World = {
  readonly sim: Simulation;
  readonly settings: Settings;
  readonly account: Account;
  readonly records: Records;
  readonly audit: RequestAudit;
  readonly queue: QueuedItem[];
  /** Callbacks that the ledger has confirmed. */
  readonly confirmed: { readonly sid: MessageSid; readonly state: DeliveryState }[];
  /** What changes during a simulation. */
  readonly now: {
    template: TemplateName;
    /** Why the template cannot be sent; null if it can. */
    templateFault: 'unreachable' | 'paused' | null;
    faultRates: FaultRates;
    /** The process that holds the run lock. */
    holder: string | null;
  };
  readonly keyedHash: KeyedHasher;
  /** Names of the processes that have not ended. */
  readonly running: ReadonlySet<string>;
  /** Whether no process has crashed or failed so far. */
  readonly hasNoFailure: () => boolean;
  /** Starts a process, which may crash as the fault rates say. */
  readonly start: (
    name: string,
    work: (process: Process) => Promise<void>,
    ended?: (how: Ended | 'dead') => void,
  ) => Process;
  /** Opens the ledger for one process. */
  readonly open: (process: Process) => OpenLedger;
  readonly templates: (
    process: Process,
  ) => TemplateSource & { readonly named: () => Promise<Named> };
  /** Counts writes that were never completed. */
  readonly finish: () => void;
};

/** The longest time from a request until Twilio's list shows the message. */
export const SHOWS_UP_WITHIN_MS = 60_000;

const KEY = asLedgerKey('5e'.repeat(32));

/** @param wrapStore returns what the ledger uses in place of a store */
export function aWorld(
  sim: Simulation,
  settings: Settings,
  faultRates: FaultRates,
  wrapStore: (store: Store) => Store,
): World {
  const { random, cover } = sim;
  if (KEY === null) throw new Error('These are 64 hex digits.');
  const keyedHash = memoizedHasher(keyedHashWith(KEY));
  const now: World['now'] = { template: 'first', templateFault: null, faultRates, holder: null };
  const { records, onChange } = watchRecords(sim);
  const leads = watchLeads(sim);
  const limit = watchLimit(sim, settings.dailyLimit);
  const storage = memoryStorage({
    isTransactional: !settings.isShared,
    missed: () => {
      const missed = random.integer(0, now.faultRates.lag);
      if (missed > 0) cover('store: index lags');
      return missed;
    },
    onChange: (write) => {
      onChange(write);
      leads.onChange(write);
      limit(write);
    },
  });
  const audit = requestAudit(sim, records, keyedHash);
  const running = new Set<string>();
  let hasNoFailure = true;
  let started = 0;

  const open = (process: Process): OpenLedger => {
    const base = {
      store: wrapStore(storage.open(connectionOf(sim, process, () => now.faultRates))),
      name: 'memory',
      read: reader('memory'),
      mode: 'live',
      keyedHash,
      newToken: () => random.hex(16),
      isShared: settings.isShared,
    } as const;
    const release = (): void => {
      if (now.holder === process.name) now.holder = null;
    };
    const kept = openLedgerOn(base, {
      hold: async () => {
        if (settings.isShared) return;
        if (now.holder !== null) {
          cover('ledger: in use by another run');
          throw new InviteError({ code: 'ledger_in_use', file: 'memory', holder: null });
        }
        now.holder = process.name;
        process.atEnd(release);
      },
      outsideItems: {
        find: () => ({ simulated: 0, copies: [] }),
        held: () => [],
        erase: () => {},
        scrub: async () => [],
        recoverableDays: 0,
      },
      close: async () => release(),
    });
    return {
      ...kept,
      ledger: watchedLedger(sim, process, kept.ledger),
      optOuts: {
        ...kept.optOuts,
        blocked: async (messages) => {
          for (const { invite } of messages) audit.checksOptOut(process.name, invite.parent.phone);
          return await kept.optOuts.blocked(messages);
        },
      },
    };
  };

  return {
    sim,
    settings,
    account: anAccount(),
    records,
    audit,
    queue: [],
    confirmed: [],
    now,
    keyedHash,
    running,
    hasNoFailure: () => hasNoFailure,
    open,
    start: (name, work, ended) => {
      const clockAheadMs = settings.isShared ? random.integer(-1500, 1500) : 0;
      started += 1;
      const unique = `${name} ${started}`;
      running.add(unique);
      return startProcess(
        sim,
        unique,
        { ...randomProcessFaults(random, name, now.faultRates), clockAheadMs },
        {
          work,
          ended: (how) => {
            running.delete(unique);
            if (how === 'dead' || how.error !== null) hasNoFailure = false;
            ended?.(how);
          },
        },
      );
    },
    templates: (process) => {
      const named = async (): Promise<Named> => {
        await process.waitAt('look', random.integer(10, 300));
        const name = now.template;
        const template = TEMPLATES[name];
        const { sid } = template;
        if (now.templateFault === 'unreachable')
          throw new InviteError({ code: 'twilio_unreachable' });
        if (now.templateFault === 'paused') {
          throw new InviteError({ code: 'template_not_approved', sid, state: 'paused' });
        }
        return { name, template };
      };
      return { named, fetch: async () => (await named()).template };
    },
    finish: leads.finish,
  };
}

/** Simulations hash the same few values many times. */
const KEYED = new Map<string, ReturnType<KeyedHasher>>();

function memoizedHasher(keyedHash: KeyedHasher): KeyedHasher {
  return (hash) => {
    const known = KEYED.get(hash);
    if (known !== undefined) return known;
    const made = keyedHash(hash);
    KEYED.set(hash, made);
    return made;
  };
}

/** The user id that WhatsApp gives in place of a hidden number. */
export function userIdOf(phone: Phone): string {
  return `GB.parent${phone.slice(-3)}`;
}

export type QueuedItem = {
  readonly body: string;
  /** How often it was delivered to a worker. */
  deliveries: number;
  /** The number of workers that have it now. */
  inFlight: number;
  isGone: boolean;
};
