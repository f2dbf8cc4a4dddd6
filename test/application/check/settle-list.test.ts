import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rememberIfSent, rememberList } from '../../../src/application/check/compare-with-last.ts';
import { startLoading, type LoadedList } from '../../../src/application/check/load-list.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { OptOuts } from '../../../src/application/ports/contact.ts';
import type { SendReport } from '../../../src/application/send/send-messages.ts';
import {
  refusedList,
  settleList,
  type Reload,
} from '../../../src/application/check/settle-list.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Fate } from '../../../src/domain/delivery/fate.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { RepairOffer } from '../../../src/domain/record/read-value.ts';
import { aRawRecord, someRules } from '../../support/builders.ts';
import { attemptedEarlier } from '../../support/ledger/ledger-earlier.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';
import { ACCEPTED } from '../../support/sending/run-gateway.ts';

type Rows = readonly Parameters<typeof aRawRecord>[0][];

const SEEN = { file: 'june.csv', at: new Date('2026-06-12T18:00:00Z'), operator: 'Robin Green' };

let files: LedgerFolder;
let ledger: Ledger;
let optOuts: OptOuts;
beforeEach(() => {
  optOuts = memoryOptOuts();
  files = aLedgerFolder();
  ledger = files.open();
});
afterEach(() => files.remove());

function load(rows: Rows): LoadedList {
  const loader = startLoading(builtInTemplate(), someRules());
  for (const row of rows) loader.add(aRawRecord(row));
  return loader.finish([]);
}

const settle = async (rows: Rows) => await settleList(() => load(rows), ledger, optOuts);

const named = (list: LoadedList) => list.messages.map(({ invite }) => invite.player.firstName);

/** So many players of different families, in rows 2 and on. */
function players(count: number, firstNumber = 100): Rows {
  return Array.from({ length: count }, (_, index) => ({
    row: index + 2,
    player_first_name: `Child${index}`,
    parent_tel: `07700 900${firstNumber + index}`,
  }));
}

/** Lets the parents with these numbers have said stop. */
async function said(...phones: readonly string[]): Promise<void> {
  const how = { state: 'stopped', source: 'operator', operator: 'Robin', at: SEEN.at } as const;
  await optOuts.add(phones as readonly Phone[], how);
}

/** A run in which Twilio took every message. */
function reportOf({ messages }: LoadedList): SendReport {
  return { fates: new Map(messages.map(({ key }) => [key, ACCEPTED])), halt: null };
}

describe('a list of which something was sent', () => {
  const failure = new InviteError({
    code: 'ledger_unavailable',
    file: 'ledger.db',
    reason: 'disk_full',
  });

  it('is the one that the next is held against', async () => {
    const loaded = load(players(2));
    const report = reportOf(loaded);
    expect(await rememberIfSent(report, loaded, ledger, SEEN)).toBe(report);
    expect(await ledger.knownPlayers()).toHaveLength(2);
  });

  it.each<Fate>([
    { kind: 'refused', twilioCode: 63_024, twilioText: '', retryAfterSeconds: null },
    { kind: 'unreachable' },
    { kind: 'lapsed' },
    { kind: 'opted_out' },
    { kind: 'skipped' },
    { kind: 'left' },
  ])('is none of which all was $kind, since nothing has left', async (fate) => {
    const loaded = load(players(2));
    const fates = new Map(loaded.messages.map(({ key }) => [key, fate] as const));
    await rememberIfSent({ fates, halt: null }, loaded, ledger, SEEN);
    expect(await ledger.knownPlayers()).toEqual([]);
  });

  it('still tells what became of each message when the disk is too full to remember it', async () => {
    const loaded = load(players(2));
    const report = reportOf(loaded);
    const full: Ledger = {
      ...ledger,
      rememberList: async () => {
        throw failure;
      },
    };
    expect(await rememberIfSent(report, loaded, full, SEEN)).toEqual({
      fates: report.fates,
      halt: { kind: 'failed', problem: failure.problem, unwritten: null },
    });
  });
});

describe('a list against the last one', () => {
  it('has nothing to tell where none is known', async () => {
    const { changes, loaded } = await settle(players(2));
    expect(changes).toMatchObject({ since: null, numbersChanged: null });
    expect(loaded.findings).toEqual([]);
  });

  it('tells what is different among the findings, rows in order, and of the list first', async () => {
    await rememberList(load(players(3)), ledger, SEEN);
    const rows = players(3, 500).map((row, index) =>
      index === 0 ? { ...row, team_name: 'Lions' } : row,
    );
    const { loaded, plan } = await settle(rows);
    expect(loaded.findings.map(({ row, detail }) => [row, detail.code])).toEqual([
      [null, 'numbers_changed'],
      [2, 'number_changed'],
      [2, 'team_changed'],
      [3, 'number_changed'],
      [4, 'number_changed'],
    ]);
    expect(plan.toAsk).toHaveLength(3);
  });

  it('is not told twice, once it is the last one', async () => {
    await rememberList(load(players(5)), ledger, SEEN);
    const now = players(4, 103);
    expect((await settle(now)).changes.gone.map(({ player }) => player)).toEqual(['Child4 Smith']);
    await rememberList(load(now), ledger, SEEN);
    const { changes, loaded } = await settle(now);
    expect(changes).toMatchObject({ added: [], gone: [] });
    expect(loaded.findings).toEqual([]);
    expect(await ledger.knownPlayers()).toHaveLength(4);
  });

  it('still knows a player whose row has a fault this time', async () => {
    await rememberList(load(players(2)), ledger, SEEN);
    const [first, second] = players(2);
    const now = [{ ...first }, { ...second, parent_tel: '07700 90012' }];
    expect((await settle(now)).changes.gone).toEqual([]);
    await rememberList(load(now), ledger, SEEN);
    expect(await ledger.knownPlayers()).toHaveLength(2);
  });

  it('may be refused for it: nothing is asked, and each row has the reason', async () => {
    await rememberList(load(players(3)), ledger, SEEN);
    const settled = await settle(players(3, 500));
    const because = settled.changes.numbersChanged;
    if (because === null) throw new Error('Three of three numbers are others.');
    const { loaded, plan } = refusedList(settled, because);
    expect(plan).toEqual({ toAsk: [], alreadySent: [], onItsWay: [], unknown: [] });
    expect(loaded).toMatchObject({
      messages: [],
      refusedRows: [2, 3, 4].map((row) => ({ row, because })),
    });
  });
});

describe('one child with two parents', () => {
  const ROWS = [
    { row: 4, parent_tel: '07700 900101' },
    { row: 9, parent_tel: '07700 900102', parent_first_name: 'Tom' },
  ];

  it('is an open question, and both are asked about as long as it is', async () => {
    const { openPairs, plan, notChosen } = await settle(ROWS);
    expect(openPairs).toHaveLength(1);
    expect(plan.toAsk).toHaveLength(2);
    expect(notChosen).toEqual([]);
  });

  it.each([
    { choice: 'lower', asked: [4], out: [9] },
    { choice: 'higher', asked: [9], out: [4] },
    { choice: 'both', asked: [4, 9], out: [] },
  ])('is asked about no more once it is answered: $choice', async ({ choice, asked, out }) => {
    await ledger.remember((await settle(ROWS)).openPairs[0]?.id ?? '', choice, 'Robin', SEEN.at);
    const { openPairs, plan, notChosen } = await settle(ROWS);
    expect(openPairs).toEqual([]);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual(asked);
    expect(notChosen.map(({ message }) => message.invite.row)).toEqual(out);
    for (const { because } of notChosen) expect(because.detail.code).toBe('two_parents');
  });

  it('is no question where one of them was written to', async () => {
    const [first] = load(ROWS).messages;
    if (first !== undefined) await attemptedEarlier(ledger, first, ACCEPTED);
    expect((await settle(ROWS)).openPairs).toEqual([]);
  });
});

describe('a parent who said stop', () => {
  it('is asked about for none of their children, and told with each row', async () => {
    await said('+447700900100');
    const rows = [...players(2), { row: 7, player_first_name: 'Ella', parent_tel: '07700 900100' }];
    const { plan, optedOut, loaded } = await settle(rows);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([3]);
    expect(optedOut.map(({ message }) => message.invite.row)).toEqual([2, 7]);
    expect(
      loaded.findings.map(({ row, severity, detail }) => [row, severity, detail.code]),
    ).toEqual([
      [2, 'warning', 'opted_out'],
      [7, 'warning', 'opted_out'],
    ]);
  });

  it('is told as written to where they were, before they said it', async () => {
    const [first] = load(players(1)).messages;
    if (first !== undefined) await attemptedEarlier(ledger, first, ACCEPTED);
    await said('+447700900100');
    const { plan, optedOut } = await settle(players(1));
    expect(plan.alreadySent).toHaveLength(1);
    expect(optedOut).toEqual([]);
  });

  it('leaves the other parent of the child, though this one had been chosen', async () => {
    const rows = [
      { row: 4, parent_tel: '07700 900101' },
      { row: 9, parent_tel: '07700 900102', parent_first_name: 'Tom' },
    ];
    await ledger.remember((await settle(rows)).openPairs[0]?.id ?? '', 'lower', 'Robin', SEEN.at);
    await said('+447700900101');
    const { plan, optedOut, notChosen, openPairs } = await settle(rows);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([9]);
    expect(optedOut.map(({ message }) => message.invite.row)).toEqual([4]);
    expect([notChosen, openPairs]).toEqual([[], []]);
  });
});

describe('a mend that is offered', () => {
  const OFFER: RepairOffer = {
    id: 'a'.repeat(64),
    why: 'proper_case',
    from: 'JOHN',
    to: 'John',
  };
  const reload: Reload = (agreed) => {
    const isAgreed = agreed.has(OFFER.id);
    const loaded = load([{ row: 2, player_first_name: isAgreed ? 'John' : 'JOHN' }]);
    return { ...loaded, offers: isAgreed ? [] : [OFFER] };
  };

  it('is open, and not made, as long as nobody answered', async () => {
    const { openOffers, loaded } = await settleList(reload, ledger, optOuts);
    expect(openOffers).toEqual([OFFER]);
    expect(named(loaded)).toEqual(['JOHN']);
  });

  it.each([
    ['y', 'John'],
    ['n', 'JOHN'],
  ])('is asked about no more once it is answered: %s', async (answer, name) => {
    await ledger.remember(OFFER.id, answer, 'Robin', SEEN.at);
    const { openOffers, loaded } = await settleList(reload, ledger, optOuts);
    expect(openOffers).toEqual([]);
    expect(named(loaded)).toEqual([name]);
  });
});
