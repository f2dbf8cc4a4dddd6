import { describe, expect, it } from '@jest/globals';
import {
  followDelivery,
  type Delivery,
} from '../../../src/application/follow-up/follow-delivery.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { SID } from '../../support/sending/run-gateway.ts';
import { NOW } from '../../support/sending/run-sending.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';

type Followed = {
  readonly last: Delivery | null;
  readonly told: readonly string[];
  readonly recorded: readonly string[];
  readonly seconds: number;
};

/** Twilio tells these states, one at each question, and the last for ever. */
async function followed(states: readonly (DeliveryState | null)[]): Promise<Followed> {
  const time = virtualTime(NOW);
  const told: string[] = [];
  const recorded: string[] = [];
  const left = [...states];
  const last = await followDelivery(SID, {
    deliveries: {
      of: async () => {
        const state = (left.length > 1 ? left.shift() : left[0]) ?? null;
        return state === null ? null : { state, errorCode: state === 'undelivered' ? 63024 : null };
      },
    },
    ledger: { recordDelivery: async (_sid, state) => void recorded.push(state) },
    ...time,
    stop: new AbortController().signal,
    emit: ({ state }) => void told.push(state),
  });
  const seconds = time.waits.reduce((sum, one) => sum + one, 0) / 1000;
  return { last, told, recorded, seconds };
}

describe('following a message', () => {
  it('tells and keeps each state once, until it is on the phone', async () => {
    const found = await followed(['queued', 'queued', 'sent', null, 'sent', 'delivered', 'read']);
    expect(found.told).toEqual(['queued', 'sent', 'delivered']);
    expect(found.recorded).toEqual(found.told);
    expect(found.seconds).toBe(10);
  });

  it('ends where it was not delivered, with the code', async () => {
    const { last } = await followed(['queued', 'undelivered']);
    expect(last).toEqual({ state: 'undelivered', errorCode: 63024 });
  });

  it('ends after a minute, whatever Twilio says or does not say', async () => {
    expect(await followed(['sent'])).toMatchObject({ told: ['sent'], seconds: 60 });
    expect(await followed([null])).toMatchObject({ last: null, told: [], seconds: 60 });
  });

  it('ends when the operator wants it to', async () => {
    const stop = new AbortController();
    let asked = 0;
    await followDelivery(SID, {
      deliveries: {
        of: async () => {
          asked += 1;
          stop.abort();
          return null;
        },
      },
      ledger: { recordDelivery: async () => {} },
      ...virtualTime(NOW),
      stop: stop.signal,
      emit: () => {},
    });
    expect(asked).toBe(1);
  });
});
