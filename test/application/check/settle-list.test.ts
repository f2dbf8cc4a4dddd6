import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rememberIfSent, rememberList } from '../../../src/application/check/compare-with-last.ts';
import { startLoading, type LoadedList } from '../../../src/application/check/load-list.ts';
import {
  refusedList,
  settleList,
  type Reload,
} from '../../../src/application/check/settle-list.ts';
import type { OptOuts } from '../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { SendReport } from '../../../src/application/send/send-messages.ts';
import type { Fate } from '../../../src/domain/delivery/fate.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { RepairOffer } from '../../../src/domain/record/read-value.ts';
import { aRawRecord, someRules } from '../../support/builders.ts';
import { attemptedEarlier } from '../../support/ledger/ledger-earlier.ts';
import { aLedgerFolder, type LedgerFolder } from '../../support/ledger/ledger-folder.ts';
import { ACCEPTED } from '../../support/sending/fake-gateway.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';

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

const playerNames = (list: LoadedList) =>
  list.messages.map(({ invite }) => invite.player.firstName);

/** Players of different families, in rows 2 and on. */
function players(count: number, firstNumber = 100): Rows {
  return Array.from({ length: count }, (_, index) => ({
    row: index + 2,
    player_first_name: `Child${index}`,
    parent_tel: `07700 900${firstNumber + index}`,
  }));
}

/** Stores opt-outs of the parents with these numbers. */
async function addOptOuts(...phones: readonly string[]): Promise<void> {
  const optOut = { state: 'stopped', source: 'operator', operator: 'Robin', at: SEEN.at } as const;
  await optOuts.add(phones as readonly Phone[], optOut);
}

/** The report of a run in which Twilio accepted every message. */
function reportOf({ messages }: LoadedList): SendReport {
  const fates = new Map(messages.map(({ key }) => [key, ACCEPTED]));
  return { fates, failedLater: new Map(), halt: null };
}

describe('a list of which messages were sent', () => {
  const failure = new InviteError({
    code: 'ledger_unavailable',
    file: 'ledger.db',
    reason: 'disk_full',
  });

  it('is what the next list is compared with', async () => {
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
  ])('is not remembered if every message was $kind, since nothing was sent', async (fate) => {
    const loaded = load(players(2));
    const fates = new Map(loaded.messages.map(({ key }) => [key, fate] as const));
    await rememberIfSent({ fates, failedLater: new Map(), halt: null }, loaded, ledger, SEEN);
    expect(await ledger.knownPlayers()).toEqual([]);
  });

  it('still reports every outcome when the disk is too full to remember the list', async () => {
    const loaded = load(players(2));
    const report = reportOf(loaded);
    const full: Ledger = {
      ...ledger,
      rememberList: async () => {
        throw failure;
      },
    };
    expect(await rememberIfSent(report, loaded, full, SEEN)).toEqual({
      ...report,
      halt: { kind: 'failed', problem: failure.problem, unwritten: null },
    });
  });
});

describe('a list compared with the last one', () => {
  it('has no differences if there is no last list', async () => {
    const { changes, loaded } = await settle(players(2));
    expect(changes).toMatchObject({ since: null, numbersChanged: null });
    expect(loaded.findings).toEqual([]);
  });

  it('reports differences among the findings, in row order, those of the list first', async () => {
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

  it('reports no difference again once it is the last list', async () => {
    await rememberList(load(players(5)), ledger, SEEN);
    const now = players(4, 103);
    expect((await settle(now)).changes.gone.map(({ player }) => player)).toEqual(['Child4 Smith']);
    await rememberList(load(now), ledger, SEEN);
    const { changes, loaded } = await settle(now);
    expect(changes).toMatchObject({ added: [], gone: [] });
    expect(loaded.findings).toEqual([]);
    expect(await ledger.knownPlayers()).toHaveLength(4);
  });

  it('recognises a player whose row has a problem this time', async () => {
    await rememberList(load(players(2)), ledger, SEEN);
    const [first, second] = players(2);
    const now = [{ ...first }, { ...second, parent_tel: '07700 90012' }];
    expect((await settle(now)).changes.gone).toEqual([]);
    await rememberList(load(now), ledger, SEEN);
    expect(await ledger.knownPlayers()).toHaveLength(2);
  });

  it('may be refused for a difference: no question is asked, and each row has the reason', async () => {
    await rememberList(load(players(3)), ledger, SEEN);
    const settled = await settle(players(3, 500));
    const because = settled.changes.numbersChanged;
    if (because === null) throw new Error('Three of three numbers are others.');
    const { loaded, plan } = refusedList(settled, because);
    expect(plan).toEqual({
      toAsk: [],
      alreadySent: [],
      onItsWay: [],
      unknown: [],
      undeliverable: [],
    });
    expect(loaded).toMatchObject({
      messages: [],
      refusedRows: [2, 3, 4].map((row) => ({ row, because })),
    });
  });
});

describe('one player with two parents', () => {
  const ROWS = [
    { row: 4, parent_tel: '07700 900101' },
    { row: 9, parent_tel: '07700 900102', parent_first_name: 'Tom' },
  ];

  it('is an open choice, and both parents are asked about while it is', async () => {
    const { openPairs, plan, notChosen } = await settle(ROWS);
    expect(openPairs).toHaveLength(1);
    expect(plan.toAsk).toHaveLength(2);
    expect(notChosen).toEqual([]);
  });

  it.each([
    { choice: 'lower', asked: [4], out: [9] },
    { choice: 'higher', asked: [9], out: [4] },
    { choice: 'both', asked: [4, 9], out: [] },
  ])(
    'is asked about for one parent once the choice is made: $choice',
    async ({ choice, asked, out }) => {
      await ledger.remember((await settle(ROWS)).openPairs[0]?.id ?? '', choice, 'Robin', SEEN.at);
      const { openPairs, plan, notChosen } = await settle(ROWS);
      expect(openPairs).toEqual([]);
      expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual(asked);
      expect(notChosen.map(({ message }) => message.invite.row)).toEqual(out);
      for (const { because } of notChosen) expect(because.detail.code).toBe('two_parents');
    },
  );

  it('is not a choice once one of them was sent an invite', async () => {
    const [first] = load(ROWS).messages;
    if (first !== undefined) await attemptedEarlier(ledger, first, ACCEPTED);
    expect((await settle(ROWS)).openPairs).toEqual([]);
  });
});

describe('a message that may go to a player of the u17s or u18s', () => {
  const ROWS = [
    { row: 2, player_first_name: 'Jane', age_group: 'u18s' },
    { row: 3, parent_tel: '07700 900102', age_group: 'u18s' },
  ];

  it('waits for an answer, and the others are asked about', async () => {
    const { openRecipients, plan, notChosen } = await settle(ROWS);
    expect(openRecipients.map(({ message }) => message.invite.row)).toEqual([2]);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([3]);
    expect(notChosen).toEqual([]);
  });

  it.each([
    { answer: 'y', asked: [2, 3], out: [] },
    { answer: 'n', asked: [3], out: [2] },
  ])('follows the answer $answer', async ({ answer, asked, out }) => {
    const { openRecipients } = await settle(ROWS);
    await ledger.remember(openRecipients[0]?.id ?? '', answer, 'Robin', SEEN.at);
    const settled = await settle(ROWS);
    expect(settled.openRecipients).toEqual([]);
    expect(settled.plan.toAsk.map(({ message }) => message.invite.row)).toEqual(asked);
    expect(settled.notChosen.map(({ message }) => message.invite.row)).toEqual(out);
  });
});

describe('a parent who opted out', () => {
  it('is skipped for all of their children, with the opt-out reported at each row', async () => {
    await addOptOuts('+447700900100');
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

  it('of one player is skipped for that player only', async () => {
    const said = { state: 'stopped', source: 'operator', operator: 'Robin', at: SEEN.at } as const;
    await optOuts.add(['+447700900100' as Phone], { ...said, player: 'Ella Smith' });
    const rows = [...players(1), { row: 7, player_first_name: 'Ella', parent_tel: '07700 900100' }];
    const { plan, optedOut } = await settle(rows);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([2]);
    expect(optedOut.map(({ because }) => [because.row, because.detail])).toEqual([
      [7, { code: 'opted_out', isOnlyPlayer: true }],
    ]);
  });

  it('is reported as already sent if the invite preceded the opt-out', async () => {
    const [first] = load(players(1)).messages;
    if (first !== undefined) await attemptedEarlier(ledger, first, ACCEPTED);
    await addOptOuts('+447700900100');
    const { plan, optedOut } = await settle(players(1));
    expect(plan.alreadySent).toHaveLength(1);
    expect(optedOut).toEqual([]);
  });

  it('does not stop the invite to the other parent, even if this one had been chosen', async () => {
    const rows = [
      { row: 4, parent_tel: '07700 900101' },
      { row: 9, parent_tel: '07700 900102', parent_first_name: 'Tom' },
    ];
    await ledger.remember((await settle(rows)).openPairs[0]?.id ?? '', 'lower', 'Robin', SEEN.at);
    await addOptOuts('+447700900101');
    const { plan, optedOut, notChosen, openPairs } = await settle(rows);
    expect(plan.toAsk.map(({ message }) => message.invite.row)).toEqual([9]);
    expect(optedOut.map(({ message }) => message.invite.row)).toEqual([4]);
    expect([notChosen, openPairs]).toEqual([[], []]);
  });
});

describe('an offered repair', () => {
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

  it('is open, and not applied, until it is answered', async () => {
    const { openOffers, loaded } = await settleList(reload, ledger, optOuts);
    expect(openOffers).toEqual([OFFER]);
    expect(playerNames(loaded)).toEqual(['JOHN']);
  });

  it.each([
    ['y', 'John'],
    ['n', 'JOHN'],
  ])('is not offered again once it is answered: %s', async (answer, name) => {
    await ledger.remember(OFFER.id, answer, 'Robin', SEEN.at);
    const { openOffers, loaded } = await settleList(reload, ledger, optOuts);
    expect(openOffers).toEqual([]);
    expect(playerNames(loaded)).toEqual([name]);
  });
});
