import { reader } from '../../src/adapters/storage/documents.ts';
import { openLedgerOn, type OpenLedger } from '../../src/adapters/storage/open-ledger.ts';
import type { Store } from '../../src/adapters/storage/port/store.ts';
import type { TemplateSource } from '../../src/application/ports/gateway.ts';
import {
  asLedgerKey,
  keyedHashWith,
  type KeyedHasher,
} from '../../src/domain/delivery/keyed-hash.ts';
import type { MessageSid } from '../../src/domain/delivery/ids.ts';
import type { Phone } from '../../src/domain/record/phone/phone.ts';
import { InviteError } from '../../src/domain/problem/problem.ts';
import type { SendHours } from '../../src/domain/policy/send-hours.ts';
import type { DeliveryState } from '../../src/domain/delivery/state.ts';
import type { Template } from '../../src/domain/message/template.ts';
import { memoryStorage } from '../support/store/memory-store.ts';
import { anAccount, type Account } from './twilio/account.ts';
import { connectionOf } from './store-connection.ts';
import { TEMPLATES, type TemplateName } from './actors/families.ts';
import { randomProcessFaults, startProcess, type Ended, type Process } from './actors/process.ts';
import { requestAudit, type RequestAudit } from './checks/request-audit.ts';
import type { Simulation } from './simulation.ts';
import { IS_GATE_ASKED } from './checks/coverage.ts';
import { watchLeads, watchedLedger } from './checks/watch-coverage.ts';
import { watchLimit, watchRecords, type Records } from './checks/watch-records.ts';
import type { FaultRates } from './fault-rates.ts';

/** What does not change while a simulation runs. */
export type Settings = {
  /** A ledger that several machines share, without transactions; else a file that one run holds. */
  readonly isShared: boolean;
  readonly children: number;
  readonly dailyLimit: number;
  /** Null where messages go at any hour. */
  readonly sendHours: SendHours | null;
  /** Twilio shows no texts in its list. */
  readonly hidesTexts: boolean;
  /** Twilio's list does not show some messages for ever, against what it promises. */
  readonly listMissesSome: boolean;
};

type Named = { readonly name: TemplateName; readonly template: Template };

/** All there is in one simulation. */
export type World = {
  readonly sim: Simulation;
  readonly settings: Settings;
  readonly account: Account;
  readonly records: Records;
  readonly audit: RequestAudit;
  readonly queue: QueuedItem[];
  /** What callbacks told that the ledger has confirmed. */
  readonly confirmed: { readonly sid: MessageSid; readonly state: DeliveryState }[];
  /** What is so now, and may be otherwise later. */
  readonly now: {
    template: TemplateName;
    /** Why there is no template that may be sent; null where there is. */
    templateFault: 'unreachable' | 'paused' | null;
    faultRates: FaultRates;
    /** Which process holds the ledger. */
    holder: string | null;
  };
  readonly keyedHash: KeyedHasher;
  /** The names of the processes that have not ended. */
  readonly running: ReadonlySet<string>;
  /** Whether no process was cut off or failed until now. */
  readonly hasNoFailure: () => boolean;
  /** Starts a process, which dies by chance as the weather has it. */
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
  /** Counts what was left in the middle. */
  readonly finish: () => void;
};

/** From a request on, so long may Twilio take at most until its list shows the message. */
export const SHOWS_UP_WITHIN_MS = 60_000;

const KEY = asLedgerKey('5e'.repeat(32));

/** @param bend makes of a store what the ledger gets in its place */
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
  const limit = IS_GATE_ASKED ? watchLimit(sim, settings.dailyLimit) : () => {};
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
        erase: () => {},
        scrub: async () => {},
        recoverableDays: 0,
      },
      close: async () => release(),
    });
    return {
      ...kept,
      ledger: watchedLedger(sim, process, kept.ledger),
      optOuts: {
        ...kept.optOuts,
        has: async (phones) => {
          for (const phone of phones) audit.checksOptOut(process.name, phone as Phone);
          return await kept.optOuts.has(phones);
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

/** The same hashes are keyed again and again. */
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

/** The user id by which WhatsApp shows somebody whose number it hides. */
export function userIdOf(phone: Phone): string {
  return `GB.parent${phone.slice(-3)}`;
}

/** A message on the queue. */
export type QueuedItem = {
  readonly body: string;
  /** How often it was handed to a worker. */
  deliveries: number;
  /** How many workers have it now. */
  inFlight: number;
  isGone: boolean;
};
