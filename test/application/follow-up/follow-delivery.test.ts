import { describe, expect, it } from '@jest/globals';
import {
  followDelivery,
  type Delivery,
} from '../../../src/application/follow-up/follow-delivery.ts';
import type { DeliveryState } from '../../../src/domain/delivery/state.ts';
import { SID } from '../../support/sending/fake-gateway.ts';
import { NOW } from '../../support/sending/run-sending.ts';
import { virtualTime } from '../../support/sending/virtual-time.ts';

type Followed = {
  readonly last: Delivery | null;
  readonly reported: readonly string[];
  readonly recorded: readonly string[];
  readonly seconds: number;
};

/** Follows a message for which Twilio returns these states, one per request, repeating the last. */
async function followed(states: readonly (DeliveryState | null)[]): Promise<Followed> {
  const time = virtualTime(NOW);
  const reported: string[] = [];
  const recorded: string[] = [];
  const left = [...states];
  const last = await followDelivery(SID, {
    deliveries: {
      of: async () => {
        const state = (left.length > 1 ? left.shift() : left[0]) ?? null;
        const errorCode = state === 'undelivered' ? 63024 : null;
        return state === null ? null : { state, errorCode, errorText: null };
      },
    },
    ledger: { recordDelivery: async ({ state }) => void recorded.push(state) },
    ...time,
    stop: new AbortController().signal,
    emit: ({ state }) => void reported.push(state),
  });
  const seconds = time.waits.reduce((sum, one) => sum + one, 0) / 1000;
  return { last, reported, recorded, seconds };
}

describe('following the delivery of a message', () => {
  it('reports and records each state once, until the message is delivered', async () => {
    const found = await followed(['queued', 'queued', 'sent', null, 'sent', 'delivered', 'read']);
    expect(found.reported).toEqual(['queued', 'sent', 'delivered']);
    expect(found.recorded).toEqual(found.reported);
    expect(found.seconds).toBe(10);
  });

  it('ends with the error code when the message is undelivered', async () => {
    const { last } = await followed(['queued', 'undelivered']);
    expect(last).toEqual({ state: 'undelivered', errorCode: 63024, errorText: null });
  });

  it('ends after a minute, with or without a state from Twilio', async () => {
    expect(await followed(['sent'])).toMatchObject({ reported: ['sent'], seconds: 60 });
    expect(await followed([null])).toMatchObject({ last: null, reported: [], seconds: 60 });
  });

  it('ends when the operator stops it', async () => {
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
