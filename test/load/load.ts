import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as passed } from 'node:timers/promises';
import { liveLedgerFile } from '../../src/adapters/files/home-folder.ts';
import type { LedgerMessage } from '../../src/domain/delivery/ledger-message.ts';
import { builtInTemplate } from '../../src/domain/message/built-in-template.ts';
import { openReplies, openSqliteLedger } from '../support/ledger/ledger-parts.ts';
import { startService } from '../support/network/service-process.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  SENDER,
  simulatedTwilio,
} from '../support/sending/simulated-twilio.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { API_KEY, serviceClient, PUBLIC_URL, type Call } from './service-client.ts';
import { traffic, type Traffic } from './traffic.ts';

export type Load = {
  readonly calls: readonly Call[];
  /** The number of POSTs to Twilio beyond the first for a recipient. */
  readonly duplicates: number;
  /** Descriptions of requests, messages and callbacks that the ledger lacks. */
  readonly lost: readonly string[];
  /** The number of messages that Twilio accepted. */
  readonly sent: number;
  readonly exitCode: number | null;
  readonly output: string;
};

/** Runs the built service under this load, then compares the ledger with the simulator. */
export async function underLoad(rate: Rate): Promise<Load> {
  const home = temporaryFolder('urmston-load-', tmpdir());
  const posts: { readonly to: string; readonly ref: string | null }[] = [];
  const twilio = await simulatedTwilio({
    now: () => new Date(),
    faults: (_number, { form }) => {
      const callback = form.get('StatusCallback');
      const ref = callback === null ? null : new URL(callback).searchParams.get('ref');
      posts.push({ to: form.get('To') ?? '', ref });
      return { kind: 'accepted', course: { endsAs: 'read' } };
    },
  });
  try {
    const service = await startService(settingsFor(home, String(twilio.connection.standIn)), home);
    const refOf = (to: string): string | null => posts.find((post) => post.to === to)?.ref ?? null;
    const requests = traffic(serviceClient(service.url), refOf);
    const calls = await callOnSchedule(requestTimes(rate), requests);
    const exitCode = await service.stop('SIGTERM');
    const sids = new Map(twilio.sent().map(({ to, sid }) => [to, sid]));
    return {
      calls,
      duplicates: posts.length - new Set(posts.map(({ to }) => to)).size,
      lost: await lostIn(home, requests, sids),
      sent: sids.size,
      exitCode,
      output: service.output(),
    };
  } finally {
    await twilio.close();
    rmSync(home, { recursive: true });
  }
}

/** Makes each call at its time, even if earlier ones are still pending. */
async function callOnSchedule(
  times: readonly number[],
  { next }: Traffic,
): Promise<readonly Call[]> {
  const began = performance.now();
  const calls: Promise<Call>[] = [];
  for (const due of times) {
    const early = due - (performance.now() - began);
    // oxlint-disable-next-line no-await-in-loop -- one is due after the other
    if (early > 0) await passed(early);
    calls.push(next());
  }
  return await Promise.all(calls);
}

function settingsFor(home: string, twilio: string): { readonly [name: string]: string } {
  return {
    URMSTON_INVITE_HOME: home,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_PHONE_NUMBER: SENDER,
    TWILIO_TEMPLATE_SID: builtInTemplate().sid,
    TWILIO_BASE_URL: twilio.replace(/\/$/u, ''),
    API_KEY: `registration:${API_KEY}`,
    PUBLIC_URL,
    SEND_HOURS: '00:00-24:00',
    DAILY_LIMIT: '100000',
    OPERATOR: 'Robin Green',
  };
}

async function lostIn(
  home: string,
  requests: Traffic,
  sids: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
  const file = liveLedgerFile(home);
  const ledger = openSqliteLedger(file, 'stand_in');
  const replies = openReplies(file, 'stand_in');
  try {
    const byNumber = Map.groupBy(await Array.fromAsync(ledger.messages()), ({ to }) => to);
    const kept = new Set(
      (await Array.fromAsync(replies.since(new Date(0)))).map(({ sid }) => String(sid)),
    );
    return [
      ...requests
        .requested()
        .flatMap((to) => problemsOf(to, byNumber.get(to) ?? [], sids.get(to), requests)),
      ...[...requests.confirmedReplies()]
        .filter((sid) => !kept.has(sid))
        .map((sid) => `reply ${sid}`),
    ];
  } finally {
    await replies.close();
    await ledger.close();
  }
}

const RANKS = ['sent', 'delivered', 'read'];

function problemsOf(
  to: string,
  messages: readonly LedgerMessage[],
  sid: string | undefined,
  requests: Traffic,
): readonly string[] {
  const [message] = messages;
  if (sid === undefined) return [`${to} was asked for and not sent`];
  if (message?.messageSid !== sid) return [`${to} is not in the ledger as Twilio has it`];
  const furthest = Math.max(
    ...(requests.confirmedStates().get(sid) ?? []).map((state) => RANKS.indexOf(state)),
  );
  return furthest > RANKS.indexOf(message.delivery ?? '')
    ? [`${to} is ${message.delivery ?? 'nothing'} in the ledger, and a later state was confirmed`]
    : [];
}

/** No response, or one with a status of 500 or above. */
export function isError({ status }: Call): boolean {
  return status === 0 || status >= 500;
}

export type Rate = {
  readonly seconds: number;
  readonly perSecond: number;
  /** The number of additional simultaneous requests. */
  readonly burst: number;
};

const BURST_EVERY_MS = 4000;
const FIRST_BURST_MS = 1000;

/** The time of each request, in milliseconds from the start, in order: evenly spread, with a burst every 4 s. */
export function requestTimes({ seconds, perSecond, burst }: Rate): readonly number[] {
  const even = Array.from(
    { length: Math.round(seconds * perSecond) },
    (_, index) => (index * 1000) / perSecond,
  );
  const bursts = Math.max(Math.ceil((seconds * 1000 - FIRST_BURST_MS) / BURST_EVERY_MS), 0);
  const atOnce = Array.from({ length: bursts * burst }, (_, index) => {
    const which = Math.floor(index / burst);
    return FIRST_BURST_MS + which * BURST_EVERY_MS;
  });
  return [...even, ...atOnce].toSorted((one, other) => one - other);
}
