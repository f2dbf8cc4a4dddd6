import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenLedger } from '../../../../src/adapters/storage/open-ledger.ts';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { Recipient } from '../../../../src/domain/contact/recipient.ts';
import { asUserId } from '../../../../src/domain/contact/recipient.ts';
import { asMessageSid } from '../../../../src/domain/delivery/ids.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import { asPhone } from '../../../../src/domain/record/phone/phone.ts';
import { run } from '../../../cli/run.ts';
import {
  hashesIn,
  olderLedgers,
  withPlainHashes,
  writeOlderFile,
  type OlderLedger,
} from '../../../support/store/older-ledger.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** The environment of the commands that made the expected results. */
const ENVIRONMENTS: { readonly [mode: string]: { readonly [name: string]: string } } = {
  live: {},
  stand_in: {
    TWILIO_BASE_URL: 'http://127.0.0.1:9',
    TWILIO_ACCOUNT_SID: `AC${'5e'.repeat(16)}`,
    TWILIO_AUTH_TOKEN: 'a-token-of-nobody',
    TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
    TWILIO_TEMPLATE_SID: builtInTemplate().sid,
  },
};

/*
 * Seeds 1, 6 and 7 are left out. There `forget` finds what the older version missed: a reply under a user id that
 * another reply linked to the number, and an answer that was given twice.
 */

type Results = { readonly [what: string]: unknown };

describe.each(olderLedgers().map((ledger) => [ledger.seed, ledger] as const))(
  'a migrated ledger of version 10 with random history %i',
  (_seed, older) => {
    let home: string;
    let lists: string;
    let file: string;
    let asBefore: (text: string) => string;
    beforeAll(async () => {
      home = temporaryFolder('urmston-moved-');
      lists = temporaryFolder('urmston-lists-');
      file = join(home, 'ledger.db');
      writeOlderFile(file, older.rows);
      writeFileSync(join(lists, 'list.csv'), `${older.list}\n`);
      await openLedgerFile(file, 'live').close();
      // It is one of the backups that `forget` lists.
      rmSync(`${file}.backup-v10`);
      asBefore = withPlainHashes(file, hashesIn(older));
    });
    afterAll(() => {
      for (const folder of [home, lists]) rmSync(folder, { recursive: true });
    });

    it.each(['live', 'stand_in', 'rehearsal'] as const)(
      'has all data of the mode %s',
      async (mode) => {
        const kept = openLedgerFile(file, mode);
        try {
          const results = await resultsOf(kept, older.ports.asked);
          const plain = JSON.parse(asBefore(JSON.stringify(results))) as Results;
          expect(inOrder(plain)).toEqual(
            inOrder(asReturnedNow(older.ports.told[mode] ?? {}, dayBefore(older))),
          );
        } finally {
          await kept.close();
        }
      },
    );

    it('gives the same output in every command', async () => {
      // Some of the commands write, so they use a copy.
      const own = temporaryFolder('urmston-moved-');
      cpSync(home, own, { recursive: true });
      for (const { mode, args, exitCode, stdout, stderr } of older.commands) {
        const typed = args.map((arg) => (arg === 'list.csv' ? join(lists, arg) : arg));
        // oxlint-disable-next-line no-await-in-loop -- one command may write what the next one reads
        const ran = await run(typed, { home: own, now: older.now, env: ENVIRONMENTS[mode] ?? {} });
        const results = (text: string): string =>
          asBefore(text.replaceAll(own, '{home}').replaceAll(lists, '{home}'));
        const now = { stdout: results(ran.stdout), stderr: results(ran.stderr) };
        expect({ mode, args, exitCode: ran.exitCode, ...comparable(args, now) }).toEqual({
          mode,
          args,
          exitCode,
          ...comparable(args, { stdout, stderr }),
        });
      }
      rmSync(own, { recursive: true });
    });
  },
);

type Output = { readonly stdout: string; readonly stderr: string };

/** Keys that the older version did not have. */
const NEWER_KEYS: ReadonlySet<string> = new Set([
  'unmatched_stops',
  'kinds',
  'button',
  'finding',
  'needs',
  'twilio_message',
  'last_reply',
  'reply_state',
]);

function withoutNewerKeys(text: string): string {
  const document: unknown = JSON.parse(text, (key, value: unknown) =>
    NEWER_KEYS.has(key) ? undefined : value,
  );
  return `${JSON.stringify(document)}\n`;
}

/**
 * Leaves out what the older version did not show, and sorts lines of `history`: events of several messages at
 * the same time have no order.
 */
function comparable([command = '', ...options]: readonly string[], shown: Output): object {
  // It says what stays in other words, and counts the replies of strangers.
  if (command === 'forget') return {};
  if (command === 'report') return { ...shown, stdout: withoutReplies(shown.stdout) };
  if (command !== 'history' && command !== 'status') return shown;
  const isJson = options.includes('--json');
  // The page has another layout; the document has the same facts.
  if (command === 'status' && !isJson) return {};
  const output = {
    ...shown,
    stdout: isJson ? withoutNewerKeys(shown.stdout) : withoutNewerWords(shown.stdout),
  };
  if (command === 'status') return { stderr: output.stderr, stdout: factsOfStatus(output.stdout) };
  if (!isJson) {
    return { ...output, stdout: output.stdout.split('\n').toSorted() };
  }
  const document = JSON.parse(output.stdout) as {
    readonly events?: readonly HistoryEvent[];
    readonly summary?: { readonly replies?: number };
  };
  const events = (document.events ?? [])
    .filter(({ kind, purpose }) => kind !== 'mention' && purpose !== 'answer')
    .filter(({ from = '' }) => !from.startsWith('GB.'))
    .map(({ text, ...event }) => (event.kind === 'message' ? event : { text, ...event }))
    .toSorted(
      (a, b) => a.at.localeCompare(b.at) || JSON.stringify(a).localeCompare(JSON.stringify(b)),
    );
  const { replies: _replies, ...counts } = document.summary ?? {};
  const summary = { ...counts, events: events.length };
  return { ...output, stdout: { ...document, events, summary } };
}

const CELL = String.raw`(?:"(?:[^"]|"")*"|[^,"\r\n]*)`;
const LAST_TWO_CELLS = new RegExp(`,${CELL},${CELL}(?=\r\n)`, 'gu');

/** A report without what it says about replies: two columns, or two keys. */
function withoutReplies(text: string): string {
  if (text.startsWith('{')) return withoutNewerKeys(text);
  return text.includes(',Last reply,Answer') ? text.replaceAll(LAST_TWO_CELLS, '') : text;
}

type HistoryEvent = {
  readonly at: string;
  readonly kind: string;
  readonly purpose?: string;
  readonly from?: string;
  readonly text?: string;
};

/** The document of `status` without its words, and its messages in an order of their own. */
function factsOfStatus(text: string): object {
  // The older version did not say what a reply seems to mean.
  const document = JSON.parse(text, (key, value: unknown) =>
    key === 'kind' || key === 'answer_by' ? undefined : value,
  ) as {
    readonly messages?: readonly {
      readonly key: string;
      readonly advice: unknown;
      readonly error: { readonly code: number | string } | null;
    }[];
  };
  // A document that says why there is none has no messages.
  const messages = document.messages
    ?.toSorted((a, b) => a.key.localeCompare(b.key))
    .map(({ advice: _words, error, ...facts }) => ({ ...facts, code: error?.code ?? null }));
  return { ...document, messages };
}

/**
 * The older version called every file a picture or file, and left out buttons that were pressed, test messages
 * that did not read right, the club's answers and, in the history of a number, replies from a hidden number.
 */
function withoutNewerWords(text: string): string {
  return text
    .replaceAll(/” \((?:pressed “[^”]*”|media|, )+\)/gu, '”')
    .replaceAll(/; [^;]+ said that it does not read right(?:: (?:“.*”|erased))?$/gmu, '')
    .replaceAll(/^.* {2}(?:your answer|GB\.).*\n/gmu, '')
    .replaceAll('(media)', '(a picture or file)');
}

/** What the ports return now, with the names of the older version. */
async function resultsOf(kept: OpenLedger, asked: OlderLedger['ports']['asked']): Promise<Results> {
  const { ledger, optOuts, replies, replyLog, findings } = kept;
  const each = async (work: (one: string) => Promise<unknown>): Promise<readonly unknown[]> =>
    await Promise.all(asked.people.map(async (one) => [one, await work(one)]));
  const phones = asked.people.flatMap((one) => asPhone(one) ?? []);
  const sids = asked.sids.flatMap((one) => asMessageSid(one) ?? []);
  return {
    messages: await collected(ledger.messages()),
    events: await collected(ledger.events()),
    open: await ledger.open(),
    answersOpen: await replyLog.open(),
    writtenTo: [...(await ledger.lastWrittenTo(phones.map((one) => `whatsapp:${one}`)))],
    people: (await ledger.people()).reduce((sum, [, count]) => sum + count, 0),
    knownPlayers: await ledger.knownPlayers(),
    remembered: [...(await ledger.answers(asked.remembered))],
    knownSids: [...(await ledger.knownSids(sids))],
    optOuts: await optOuts.list(),
    optOutHistory: await optOuts.history(),
    optOutsOf: await each(async (one) => await optOuts.history(asRecipient(one))),
    stopped: [...(await optOuts.has(phones))],
    replies: await Array.fromAsync(replies.since(new Date(0))),
    repliesFrom: await each(async (one) => await replies.from(one)),
    numberBehind: await each(async (one) => await replies.numberBehind(one, null)),
    nameOf: await each(async (one) => await replyLog.nameOf(`whatsapp:${one}`)),
    findings: await findings.list(),
  };
}

async function collected<T>(all: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}

function asRecipient(one: string): Recipient {
  const read = asPhone(one) ?? asUserId(one);
  if (read === null) throw new Error(`${one} is neither a number nor a user id.`);
  return read;
}

type Message = { readonly [name: string]: unknown; readonly key: string; readonly season: string };
type Departure = readonly [who: string, last: string];

/** The start of the last day: contacts before it are not migrated. */
function dayBefore({ rows }: OlderLedger): string {
  const times = (rows['attempts'] ?? []).flatMap(({ sending_at }) =>
    typeof sending_at === 'string' ? [sending_at] : [],
  );
  return new Date(Date.parse(times.toSorted().at(-1) ?? '') - 24 * 60 * 60 * 1000).toISOString();
}

/** The older version returned all seasons in one order, and kept all contacts. */
function asReturnedNow(results: Results, since: string): Results {
  const messages = results['messages'] as readonly Message[];
  const writtenTo = results['writtenTo'] as readonly Departure[];
  return {
    ...results,
    messages: messages.toSorted((a, b) => a.season.localeCompare(b.season)),
    // Erased people are counted, without a name.
    writtenTo: writtenTo.filter(([who, last]) => last >= since && who.startsWith('whatsapp:')),
    people: writtenTo.filter(([, last]) => last >= since).length,
  };
}

/** The older version returned the failure of a delivery with messages only. */
function withoutFailure(results: Results): Results {
  return JSON.parse(JSON.stringify(results), (name, value: unknown) =>
    ['deliveryAt', 'deliveryCode', 'twilioText'].includes(name) ? undefined : value,
  ) as Results;
}

/** Sorts what has no order, and drops what the older version did not return. */
function inOrder(results: Results): Results {
  const sorted = (what: string): readonly unknown[] =>
    (results[what] as readonly unknown[]).toSorted((a, b) =>
      JSON.stringify(a).localeCompare(JSON.stringify(b)),
    );
  return {
    ...withoutFailure(results),
    messages: (results['messages'] as readonly (Message & { readonly twilioText?: string })[]).map(
      ({ templateSid: _sid, variables: _variables, body: _body, twilioText: _text, ...message }) =>
        message,
    ),
    events: Object.groupBy(
      (results['events'] as readonly (Message & { readonly body?: string })[]).map(
        ({ body: _body, ...event }): Message => event,
      ),
      ({ key }) => key,
    ),
    writtenTo: sorted('writtenTo'),
    remembered: sorted('remembered'),
    knownSids: sorted('knownSids'),
    stopped: sorted('stopped'),
  };
}
