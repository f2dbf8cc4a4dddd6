import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import { attemptsIn, type MessageRecord } from '../../../src/domain/delivery/message-record.ts';
import { isOfferedAgain } from '../../../src/domain/delivery/non-delivery.ts';
import { isFurther } from '../../../src/domain/delivery/state.ts';
import type { Message } from '../../../src/domain/message/message.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import { messagesOf } from '../actors/families.ts';
import { stageAt, type TwilioMessage } from '../twilio/account.ts';
import type { World } from '../world.ts';

/* Checks of the ledger against Twilio's messages and the parents' replies, when nothing is running. */

/** No message reached a parent twice: of several copies, all but one did not arrive for certain. */
export function checkCopies({ sim, account, audit, settings }: World): void {
  const mayHaveArrived = account.taken.filter((taken) => {
    const stage = stageAt(taken, sim.scheduler.now());
    const { state = null, errorCode = null } = stage ?? {};
    return !isOfferedAgain({ state: 'accepted', delivery: state, deliveryCode: errorCode });
  });
  const byKey = Map.groupBy(mayHaveArrived, ({ key }) => key);
  for (const [key, copies] of byKey) {
    if (key === null) continue;
    // A second copy is allowed only where Twilio's list missed the first and the operator approved another.
    const most = settings.listMissesSome ? audit.mostOf(key) : 1;
    if (copies.length > most) {
      sim.breach(
        'no message twice',
        `${key} went as ${copies.map(({ sid }) => sid).join(' and ')}`,
      );
    }
  }
}

/** Every confirmed callback is in the ledger. Holds if no process crashed or failed. */
export function checkCallbacks({ sim, records, confirmed }: World): void {
  const bySid = attemptsBySid(records);
  for (const { sid, state } of confirmed) {
    const attempt = bySid.get(sid);
    if (attempt !== undefined && isFurther(attempt.delivery ?? null, state)) {
      sim.breach('nothing lost', `${sid} was confirmed as ${state}, and is ${attempt.delivery}`);
    }
  }
}

/** A parent who opted out under a user id is opted out by number once the answered message is known. */
export async function checkHiddenOptOuts(
  { sim, records, audit }: World,
  isStopped: (phone: Phone) => Promise<boolean>,
): Promise<void> {
  const bySid = attemptsBySid(records);
  for (const { phone, answers } of audit.hiddenOptOuts()) {
    const attempt = bySid.get(answers);
    if (attempt === undefined || attempt.erasedAt !== undefined) continue;
    // oxlint-disable-next-line no-await-in-loop -- one or two
    if (await isStopped(phone)) continue;
    sim.breach(
      'nothing without approval',
      `${phone} said stop under a user id, and may be written to`,
    );
  }
}

/** Every attempt is settled, or known to be impossible to settle, and agrees with Twilio's messages. */
export function checkSettled(world: World): void {
  const { sim, account, records, settings } = world;
  for (const record of records.values()) {
    const { id, state, soughtAt, candidate, erasedAt } = record.attempt;
    if (erasedAt !== undefined) continue;
    const isOpen = state === 'approved' || state === 'sending';
    const isUnsought = state === 'unknown' && soughtAt === undefined && candidate === undefined;
    if (isOpen || isUnsought) sim.breach('nothing lost', `${id} stays ${state}`);
  }
  const bySid = attemptsBySid(records);
  for (const taken of account.taken) {
    if (taken.key === null) continue;
    const attempt = bySid.get(taken.sid);
    if (attempt === undefined) {
      const record = recordOf(world, taken.key);
      // A message with the same text, sent by hand, may have been matched instead.
      const isLike = (other: TwilioMessage): boolean =>
        other.key === null && other.to === taken.to && other.body === taken.body;
      const mayBeUnknown =
        settings.listMissesSome ||
        record?.attempt.candidate !== undefined ||
        account.taken.some(isLike);
      if (!mayBeUnknown) sim.breach('nothing lost', `the ledger has no attempt with ${taken.sid}`);
      continue;
    }
    const stage = stageAt(taken, sim.scheduler.now());
    const isKnown = attempt.delivery === stage?.state || attempt.erasedAt !== undefined;
    if (!isKnown) {
      sim.breach(
        'nothing lost',
        `${taken.sid} is ${stage?.state}, in the ledger ${attempt.delivery}`,
      );
    }
  }
}

export function isEveryoneReached(world: World): boolean {
  return unreached(world).length === 0;
}

/** Everyone on the list was sent a message, or has opted out. */
export async function checkEveryoneReached(
  world: World,
  isStopped: (message: Message) => Promise<boolean>,
): Promise<void> {
  for (const message of unreached(world)) {
    // oxlint-disable-next-line no-await-in-loop -- five at most
    if (await isStopped(message)) continue;
    const state = recordOf(world, message.key)?.attempt.state ?? 'nowhere in the ledger';
    world.sim.breach('nothing lost', `${message.key} was never sent, and is ${state}`);
  }
}

/** Messages of the list that Twilio never accepted and whose state is not `unknown`. */
function unreached(world: World): readonly Message[] {
  const { account, now, settings } = world;
  return messagesOf(now.template, settings.children).filter(({ key }) => {
    const record = recordOf(world, key);
    // The ledger may refer to a message with the same text that was sent by hand.
    const has = (taken: TwilioMessage): boolean =>
      taken.key === key || taken.sid === record?.attempt.messageSid;
    return record?.attempt.state !== 'unknown' && !account.taken.some(has);
  });
}

function recordOf(
  { records, keyedHash }: World,
  key: NonNullable<TwilioMessage['key']>,
): MessageRecord | undefined {
  return records.get(`live#message#${keyedHash(key)}`);
}

function attemptsBySid(records: World['records']) {
  return new Map<MessageSid, ReturnType<typeof attemptsIn>[number]>(
    [...records.values()].flatMap((record) =>
      attemptsIn(record).flatMap((attempt) =>
        attempt.messageSid === undefined ? [] : [[attempt.messageSid, attempt] as const],
      ),
    ),
  );
}
