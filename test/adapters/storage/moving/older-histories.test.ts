import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asMessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Recipient } from '../../../../src/domain/contact/recipient.ts';
import { asPhone } from '../../../../src/domain/record/phone/phone.ts';
import { asUserId } from '../../../../src/domain/contact/recipient.ts';
import type { OpenLedger } from '../../../../src/adapters/storage/open-ledger.ts';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import {
  hashesIn,
  olderLedgers,
  unsealed,
  writeOlderFile,
  type OlderLedger,
} from '../../../support/store/older-ledger.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { run } from '../../../cli/run.ts';

/** As the commands were run that the expected answers come from. */
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
 * Seeds 1, 6 and 7 are left out: there `forget` finds what the version before overlooked, a reply under a
 * user id that another reply made known, and an answer that was made twice.
 */

type Told = { readonly [what: string]: unknown };

describe.each(olderLedgers().map((ledger) => [ledger.seed, ledger] as const))(
  'a ledger of version 10, moved, of random history %i',
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
      // It is one of the copies that `forget` tells of.
      rmSync(`${file}.backup-v10`);
      asBefore = unsealed(file, hashesIn(older));
    });
    afterAll(() => {
      for (const folder of [home, lists]) rmSync(folder, { recursive: true });
    });

    it.each(['live', 'stand_in', 'rehearsal'] as const)(
      'has everything of the mode %s that it had',
      async (mode) => {
        const kept = openLedgerFile(file, mode);
        try {
          const told = await toldBy(kept, older.ports.asked);
          const plain = JSON.parse(asBefore(JSON.stringify(told))) as Told;
          expect(inOrder(plain)).toEqual(
            inOrder(asNow(older.ports.told[mode] ?? {}, sinceWhen(older))),
          );
        } finally {
          await kept.close();
        }
      },
    );

    it('tells the same in every command', async () => {
      // Some of the commands write, and the other tests are to find what was moved.
      const own = temporaryFolder('urmston-moved-');
      cpSync(home, own, { recursive: true });
      for (const { mode, args, exitCode, stdout, stderr } of older.commands) {
        const typed = args.map((arg) => (arg === 'list.csv' ? join(lists, arg) : arg));
        // oxlint-disable-next-line no-await-in-loop -- one command may write what the next one reads
        const ran = await run(typed, { home: own, now: older.now, env: ENVIRONMENTS[mode] ?? {} });
        const told = (text: string): string =>
          asBefore(text.replaceAll(own, '{home}').replaceAll(lists, '{home}'));
        const now = { stdout: told(ran.stdout), stderr: told(ran.stderr) };
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

/** Of what happened in one moment to several messages, none is before the other. */
function comparable([command = '', ...options]: readonly string[], output: Output): object {
  if (command !== 'history') return output;
  if (!options.includes('--json')) {
    return { ...output, stdout: output.stdout.split('\n').toSorted() };
  }
  const document = JSON.parse(output.stdout) as {
    readonly events: readonly { readonly at: string }[];
  };
  const events = document.events.toSorted(
    (a, b) => a.at.localeCompare(b.at) || JSON.stringify(a).localeCompare(JSON.stringify(b)),
  );
  return { ...output, stdout: { ...document, events } };
}

/** What the ports tell now, under the names that it was written down with before. */
async function toldBy(kept: OpenLedger, asked: OlderLedger['ports']['asked']): Promise<Told> {
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
    optOutsOf: await each(async (one) => await optOuts.history(whom(one))),
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

function whom(one: string): Recipient {
  const read = asPhone(one) ?? asUserId(one);
  if (read === null) throw new Error(`${one} is neither a number nor a user id.`);
  return read;
}

type Message = { readonly [name: string]: unknown; readonly key: string; readonly season: string };
type Departure = readonly [who: string, last: string];

/** Of those who were written to before the last day nobody asks any more. */
function sinceWhen({ rows }: OlderLedger): string {
  const times = (rows['attempts'] ?? []).flatMap(({ sending_at }) =>
    typeof sending_at === 'string' ? [sending_at] : [],
  );
  return new Date(Date.parse(times.toSorted().at(-1) ?? '') - 24 * 60 * 60 * 1000).toISOString();
}

/** The version before told all seasons in one order, and kept everybody it ever wrote to. */
function asNow(told: Told, since: string): Told {
  const messages = told['messages'] as readonly Message[];
  const writtenTo = told['writtenTo'] as readonly Departure[];
  return {
    ...told,
    messages: messages.toSorted((a, b) => a.season.localeCompare(b.season)),
    // Who was erased is counted, and has no name.
    writtenTo: writtenTo.filter(([who, last]) => last >= since && who.startsWith('whatsapp:')),
    people: writtenTo.filter(([, last]) => last >= since).length,
  };
}

/** What has no order of its own, in one; and without what the version before did not tell. */
function inOrder(told: Told): Told {
  const sorted = (what: string): readonly unknown[] =>
    (told[what] as readonly unknown[]).toSorted((a, b) =>
      JSON.stringify(a).localeCompare(JSON.stringify(b)),
    );
  return {
    ...told,
    messages: (told['messages'] as readonly Message[]).map(
      ({ templateSid: _sid, variables: _variables, body: _body, ...message }) => message,
    ),
    events: Object.groupBy(told['events'] as readonly Message[], ({ key }) => key),
    writtenTo: sorted('writtenTo'),
    remembered: sorted('remembered'),
    knownSids: sorted('knownSids'),
    stopped: sorted('stopped'),
  };
}
