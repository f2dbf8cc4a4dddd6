import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openDeadLetters } from '../../../src/adapters/queue/dead-letters.ts';
import { writeQueued } from '../../../src/adapters/queue/queued-message.ts';
import type { DeadLetters } from '../../../src/application/forget/dead-letters.ts';
import { isAbout } from '../../../src/application/forget/forget.ts';
import { approvalOf } from '../../../src/domain/approval/approval.ts';
import type { AttemptId } from '../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { Season } from '../../../src/domain/record/values/season.ts';
import { startSqsServer, type SqsServer, type TestQueue } from '../../support/aws/sqs-server.ts';
import { aMessage, anApproved } from '../../support/builders.ts';
import { UNREACHABLE_URL } from '../../support/sending/simulated-twilio.ts';

function bodyTo(number: string): string {
  const message = anApproved(aMessage({ parent_tel: number }));
  return writeQueued({
    mode: 'live',
    attempt: 'an-attempt' as AttemptId,
    message,
    approval: approvalOf(message),
    source: { file: 'players.csv' },
    atAnyHour: false,
  });
}

const OF_JANE = isAbout({ kind: 'number', phone: '+447700900123' as Phone });

let sqs: SqsServer;
beforeAll(async () => {
  sqs = await startSqsServer();
});
afterAll(async () => await sqs.close());

describe('the dead letters', () => {
  let queue: TestQueue;
  let letters: DeadLetters;
  beforeEach(async () => {
    queue = await sqs.queue();
    for (const body of [
      bodyTo('+447700900123'),
      bodyTo('+447700900124'),
      'not ours 07700 900123',
    ]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await queue.put(body);
    }
    await queue.drain(async () => {
      throw new Error('It is not sent.');
    });
    letters = await openDeadLetters(queue.place);
  });

  it('of a number are counted, and stay', async () => {
    expect(await letters.sweep(OF_JANE, { remove: false })).toBe(2);
    expect(await letters.sweep(OF_JANE, { remove: false })).toBe(2);
    expect(await queue.deadLetters()).toBe(3);
    letters.close();
  });

  it('of a number are deleted, and the others stay', async () => {
    expect(await letters.sweep(OF_JANE, { remove: true })).toBe(2);
    expect(await letters.sweep(OF_JANE, { remove: false })).toBe(0);
    expect(await queue.deadLetters()).toBe(1);
    letters.close();
  });

  it('of a season are found as well', async () => {
    const ofSeason = isAbout({ kind: 'season', season: '2026-27' as Season });
    expect(await letters.sweep(ofSeason, { remove: false })).toBe(2);
    letters.close();
  });
});

it('a queue that cannot be reached is a reason to stop', async () => {
  const url = `${UNREACHABLE_URL}/123456789012/invites`;
  const credentials = { accessKeyId: 'none', secretAccessKey: 'none' };
  const letters = await openDeadLetters({ url, region: 'eu-north-1', credentials });
  await expect(letters.sweep(OF_JANE, { remove: false })).rejects.toMatchObject({
    problem: { code: 'dead_letters_unavailable' },
  });
  letters.close();
});
