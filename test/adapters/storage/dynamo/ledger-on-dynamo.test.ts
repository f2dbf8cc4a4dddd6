import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { DynamoPlace } from '../../../../src/adapters/storage/dynamo/connection.ts';
import type { Ledger } from '../../../../src/application/ports/ledger.ts';
import {
  asMessageSid,
  type AttemptId,
  type MessageSid,
} from '../../../../src/domain/delivery/ids.ts';
import { builtInTemplate } from '../../../../src/domain/message/built-in-template.ts';
import { dailyRoom } from '../../../../src/domain/policy/people-counted.ts';
import { dynamoBehindProxy } from '../../../support/aws/dynamo-behind-proxy.ts';
import { aMessage, anApproved, anInvite, aTemplateSid } from '../../../support/builders.ts';
import { historyOf } from '../../../support/ledger/history-of.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { openDynamoLedger, openDynamoStores } from '../../../support/ledger/ledger-parts.ts';
import { describeEveryContract } from '../every-contract.ts';

const SOURCE = { file: 'players.csv' };
const CLAIMED_AT = new Date('2026-07-15T18:42:00Z');
const LATER = new Date('2026-07-15T18:50:00Z');
const SID = asMessageSid(`MM${'a'.repeat(32)}`) as MessageSid;
const REFUSED = {
  kind: 'refused',
  twilioCode: 63024,
  twilioText: 'Invalid recipient',
  retryAfterSeconds: null,
} as const;

const dynamo = dynamoBehindProxy();

describeEveryContract('on DynamoDB', async () => {
  const place = await dynamo.server.table();
  return {
    open: async (mode) => await openDynamoStores(place, mode),
    bytes: async () => JSON.stringify(await dynamo.server.items(place)),
    remove: async () => {},
  };
});

describe('a ledger in a table', () => {
  let place: DynamoPlace;
  let opened: Ledger[];
  let ledger: Ledger;
  beforeEach(async () => {
    place = { ...(await dynamo.server.table()), endpoint: dynamo.proxy.endpoint };
    opened = [];
    ledger = await open();
  });
  afterEach(async () => await Promise.all(opened.map((each) => each.close())));

  async function open(): Promise<Ledger> {
    const one = await openDynamoLedger(place, 'live');
    opened.push(one);
    return one;
  }

  async function sending(message = aMessage()): Promise<AttemptId> {
    const claim = await ledger.claim(anApproved(message), SOURCE, CLAIMED_AT, null);
    if (claim.kind === 'taken') throw new Error('The message was taken already.');
    await ledger.advance(claim.attemptId, { kind: 'sending' }, CLAIMED_AT);
    return claim.attemptId;
  }

  it('gives each of ten messages to one of fifty concurrent claims through two clients', async () => {
    const clients = [ledger, await open()];
    for (const message of familyMessages(10)) {
      const approved = anApproved(message);
      // oxlint-disable-next-line no-await-in-loop -- ten rounds, one after the other
      const claims = await Promise.all(
        Array.from({ length: 25 }, () =>
          clients.map(async (each) => await each.claim(approved, SOURCE, CLAIMED_AT, null)),
        ).flat(),
      );
      const won = claims.flatMap((claim) => (claim.kind === 'claimed' ? [claim.attemptId] : []));
      expect(won).toHaveLength(1);
      const first = claims.flatMap((claim) => (claim.kind === 'taken' ? [claim.attempt.id] : []));
      expect(new Set(first)).toEqual(new Set(won));
    }
  });

  it('lets one of fifty replace an unknown attempt, and one of fifty claim a refused message', async () => {
    const message = aMessage();
    const id = await sending(message);
    await ledger.advance(id, { kind: 'unknown', doubt: 'cut_off' }, LATER);
    const clients = [ledger, await open()];
    const claimAll = async (replaces: AttemptId | null): Promise<readonly AttemptId[]> => {
      const claims = await Promise.all(
        Array.from({ length: 25 }, () =>
          clients.map(
            async (each) => await each.claim(anApproved(message), SOURCE, LATER, replaces),
          ),
        ).flat(),
      );
      return claims.flatMap((claim) => (claim.kind === 'claimed' ? [claim.attemptId] : []));
    };
    const again = await claimAll(id);
    expect(again).toHaveLength(1);
    await ledger.advance(again[0] as AttemptId, { kind: 'sending' }, LATER);
    await ledger.advance(again[0] as AttemptId, REFUSED, LATER);
    expect(await claimAll(null)).toHaveLength(1);
    const states = (await historyOf(ledger, message)).map(({ state }) => state);
    expect(states.filter((state) => state === 'resent')).toHaveLength(1);
    expect(states.filter((state) => state === 'approved')).toHaveLength(3);
  });

  it('lets one of fifty settle an attempt', async () => {
    const id = await sending();
    const settled = await Promise.all(
      Array.from({ length: 50 }, async () => await ledger.advance(id, REFUSED, LATER)),
    );
    expect(settled.filter(({ kind }) => kind === 'advanced')).toHaveLength(1);
    expect((await historyOf(ledger, aMessage())).map(({ state }) => state)).toEqual([
      'approved',
      'sending',
      'refused',
    ]);
  });

  it.each([
    ['accepted', { kind: 'accepted', messageSid: SID }, null],
    ['unknown', { kind: 'unknown', doubt: 'connection_lost' }, 'its attempt'],
  ] as const)(
    'applies a callback between whose two reads its attempt becomes %s',
    async (_kind, outcome, names) => {
      const id = await sending();
      const other = await openDynamoLedger({ ...place, endpoint: dynamo.server.endpoint }, 'live');
      const held = dynamo.proxy.holdNext('PutItem');
      const ref = names === null ? undefined : id;
      const recorded = ledger.recordDelivery(
        { sid: SID, state: 'delivered', errorCode: null, at: LATER },
        ref,
      );
      await held.reached;
      await other.advance(id, outcome, LATER);
      await other.close();
      held.release();
      await recorded;
      expect((await ledger.view([aMessage()])).byKey.get(aMessage().key)).toMatchObject({
        state: 'accepted',
        messageSid: SID,
        delivery: 'delivered',
      });
    },
  );

  describe('if the response to a write was lost, and the SDK repeats the request', () => {
    it('gives the message to its claim', async () => {
      dynamo.proxy.loseNext('PutItem');
      const claim = await ledger.claim(anApproved(), SOURCE, CLAIMED_AT, null);
      expect(claim.kind).toBe('claimed');
    });

    it('has taken a step once', async () => {
      const id = await sending();
      dynamo.proxy.loseNext('PutItem');
      await ledger.advance(id, { kind: 'unknown', doubt: 'connection_lost' }, LATER);
      dynamo.proxy.loseNext('PutItem');
      await ledger.noteNotFound(id, LATER, 'Sam Patel');
      expect((await historyOf(ledger, aMessage())).map(({ state }) => state)).toEqual([
        'approved',
        'sending',
        'unknown',
        'not_found',
      ]);
    });

    it('has a delivery once', async () => {
      await ledger.advance(await sending(), { kind: 'accepted', messageSid: SID }, LATER);
      dynamo.proxy.loseNext('PutItem');
      await ledger.recordDelivery({ sid: SID, state: 'delivered', errorCode: null, at: LATER });
      const states = (await historyOf(ledger, aMessage())).map(({ state }) => state);
      expect(states.filter((state) => state === 'delivered')).toHaveLength(1);
    });
  });

  it('never reads a whole table', async () => {
    const before = dynamo.proxy.operations.length;
    const message = aMessage();
    const id = await sending(message);
    await ledger.hold('Robin Green', CLAIMED_AT);
    await ledger.advance(id, { kind: 'accepted', messageSid: SID }, LATER);
    await ledger.recordDelivery({ sid: SID, state: 'read', errorCode: null, at: LATER });
    await ledger.view([message]);
    await ledger.open();
    await ledger.people();
    await ledger.lastWrittenTo([message.to]);
    await historyOf(ledger, message);
    await Array.fromAsync(ledger.messages());
    await Array.fromAsync(ledger.events());
    await ledger.rememberList({ ...SOURCE, at: LATER, operator: 'Robin Green' }, [anInvite()], []);
    await ledger.knownPlayers();
    expect(new Set(dynamo.proxy.operations.slice(before))).toEqual(
      new Set(['GetItem', 'PutItem', 'BatchGetItem', 'Query']),
    );
  });

  it('has all of its items deleted some weeks after the season', async () => {
    await ledger.hold('Robin Green', CLAIMED_AT);
    await ledger.advance(await sending(), { kind: 'accepted', messageSid: SID }, LATER);
    await ledger.remember('a'.repeat(64), 'both', 'Robin Green', CLAIMED_AT);
    const list = { ...SOURCE, at: LATER, operator: 'Robin Green' };
    await ledger.rememberList(list, [anInvite()], []);
    const kinds = (await dynamo.server.items(place))
      .filter(({ sk }) => sk !== 'people')
      .map(({ pk, expiresAt }) => {
        const days = (Number(expiresAt) - CLAIMED_AT.getTime() / 1000) / 86_400;
        const kind = String(pk).split('#')[1] ?? String(pk);
        return [kind, expiresAt === undefined ? null : Math.floor(days)] as const;
      });
    expect(new Map(kinds)).toEqual(
      new Map([
        ['answer', 400],
        ['invitee', 400],
        ['message', 400],
        ['not-for-earlier-versions', null],
        ['players', 400],
        ['runs', 400],
        ['sid', 400],
        // Contacts are needed for a day. Their count names nobody.
        ['written', 2],
        ['ledger', null],
      ]),
    );
  });

  it('shows a list that is longer than one request of DynamoDB', async () => {
    const messages = familyMessages(130);
    const list = { ...SOURCE, at: LATER, operator: 'Robin Green' };
    await Promise.all(messages.map(sending));
    expect((await ledger.view(messages)).byKey.size).toBe(130);
    expect(await ledger.open()).toHaveLength(130);
    expect((await ledger.lastWrittenTo(messages.map(({ to }) => to))).size).toBe(130);
    expect(dailyRoom(await ledger.people(), LATER, 250).used).toBe(130);
    const invites = messages.map(({ invite }) => invite);
    await ledger.rememberList(list, [...invites, ...invites], []);
    expect(await ledger.knownPlayers()).toHaveLength(130);
  });

  it('counts a parent whose first message may have been sent, though the second was refused', async () => {
    const message = aMessage();
    const id = await sending(message);
    await ledger.advance(id, { kind: 'unknown', doubt: 'cut_off' }, LATER);
    const again = await ledger.claim(anApproved(message), SOURCE, LATER, id);
    if (again.kind === 'taken') throw new Error('It was to give way.');
    const written = new Map([[message.to, CLAIMED_AT]]);
    expect(await ledger.lastWrittenTo([message.to])).toEqual(written);
    await ledger.advance(again.attemptId, { kind: 'sending' }, LATER);
    await ledger.advance(again.attemptId, REFUSED, LATER);
    expect(await ledger.lastWrittenTo([message.to])).toEqual(written);
  });

  it('does not treat a SID as known that no attempt has', async () => {
    const id = await sending();
    await ledger.advance(id, REFUSED, LATER);
    expect(await ledger.advance(id, { kind: 'accepted', messageSid: SID }, LATER)).toEqual({
      kind: 'not_advanced',
      state: 'refused',
    });
    expect(await ledger.knownSids([SID])).toEqual(new Set());
    const other = aMessage({ template: builtInTemplate(aTemplateSid('b')) });
    await ledger.advance(await sending(other), { kind: 'accepted', messageSid: SID }, LATER);
    expect(await ledger.knownSids([SID])).toEqual(new Set([SID]));
  });

  it('has attempt ids that fit into a URL, and identify nobody', async () => {
    const message = aMessage();
    const id = await sending(message);
    expect(id).toMatch(/^[\w-]{1,64}$/u);
    expect(id).not.toContain(message.key);
  });

  it('can be used by several operators at once', async () => {
    await ledger.hold('Robin Green', CLAIMED_AT);
    await (await open()).hold('Sam Patel', CLAIMED_AT);
  });
});
