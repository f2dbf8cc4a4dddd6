import { approve } from '../domain/approval.ts';
import { dailyRoom, isNewPerson } from '../domain/daily-limit.ts';
import type { RequestFate } from '../domain/fate.ts';
import type { Message, MessageKey } from '../domain/message.ts';
import type { OperatorYes } from '../domain/operator-yes.ts';
import type { Attempt } from '../domain/outcome.ts';
import { noDepartures, paceMs } from '../domain/pace.ts';
import { isWithin, nextOpening, type SendHours } from '../domain/send-hours.ts';
import { mayBeAtWork, SERVICE_SOURCE } from '../domain/service-attempt.ts';
import { leavesRoom } from '../domain/state.ts';
import { aborted } from './aborted.ts';
import { inTurnByNumber } from './in-turn.ts';
import { isOptedOut } from './opted-out.ts';
import type { Clock, Ledger, MessageGateway, SentMessages, Wait } from './ports.ts';
import type { OptOuts } from './people-ports.ts';
import { claimApproved, sendClaimed, UnwrittenOutcome, type SendPorts } from './send-approved.ts';
import { settleUnknown } from './settle-unknown.ts';

export type RequestPorts = {
  readonly gateway: MessageGateway;
  readonly ledger: Ledger;
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  readonly sentMessages: SentMessages;
  readonly clock: Clock;
  readonly wait: Wait;
  /** Null where messages go at any hour. */
  readonly sendHours: SendHours | null;
  readonly dailyLimit: number;
  readonly showsUpWithinMs: number;
  /** Fires when Twilio has been asked about an unknown outcome for as long as a caller can wait. */
  readonly settleWithin: () => AbortSignal;
  /** Fires when Twilio's answer would come too late for the one who asks: from then on nothing is begun. */
  readonly tooLate: AbortSignal;
  readonly stopNow: AbortSignal;
};

/**
 * Sends a message that a request asks for. The one who asks is the one who says yes.
 *
 * @throws InviteError when the ledger fails
 */
export type SendOnRequest = (message: Message, yes: OperatorYes) => Promise<RequestFate>;

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Many requests at once, each message once. No ledger is held, since that would keep `send` out for as
 * long as the service runs: the claim of a key is what makes two that ask for one message send one,
 * whichever process they ask. A run that begins meanwhile leaves alone what may be at work here.
 */
export function sendOnRequest(ports: RequestPorts): SendOnRequest {
  const busy = new Set<MessageKey>();
  const inTurn = inTurnByNumber();

  return async (message, yes) => {
    if (busy.has(message.key)) return { kind: 'on_its_way' };
    busy.add(message.key);
    try {
      return await inTurn(
        message.to,
        async () => (await known(message, ports)) ?? (await sendNow(message, yes, ports)),
      );
    } finally {
      busy.delete(message.key);
    }
  };
}

/** What the ledger, the opt-outs and the clock have against it; null where it may go. */
async function known(message: Message, ports: RequestPorts): Promise<RequestFate | null> {
  const { ledger, optOuts, clock, sendHours, dailyLimit } = ports;
  const earlier = await fateOfEarlier(message, ports);
  if (earlier !== null) return earlier;
  if (await isOptedOut(message, optOuts)) return { kind: 'opted_out' };
  const now = clock.now();
  if (sendHours !== null && !isWithin(sendHours, now)) {
    return { kind: 'outside_hours', opensAt: nextOpening(sendHours, now) };
  }
  const sentBefore = await ledger.writtenTo(new Date(now.getTime() - DAY_MS));
  const room = dailyRoom(sentBefore, now, dailyLimit);
  return isNewPerson(sentBefore, message.to, now) && room.fits === 0
    ? { kind: 'daily_limit', freeAt: room.nextFreeAt }
    : null;
}

async function fateOfEarlier(message: Message, ports: RequestPorts): Promise<RequestFate | null> {
  const { ledger, clock } = ports;
  const { byKey, otherTemplate } = await ledger.view([message]);
  const attempt = byKey.get(message.key);
  if (attempt === undefined || leavesRoom(attempt.state)) {
    return otherTemplate.has(message.inviteeKey) ? { kind: 'other_template' } : null;
  }
  if (attempt.state === 'accepted') return fateOfAttempt(attempt);
  const open = (await ledger.open()).find(({ id }) => id === attempt.id);
  if (open === undefined || mayBeAtWork(open, clock.now())) return { kind: 'on_its_way' };
  await settle(attempt, ports);
  const settled = (await ledger.view([message])).byKey.get(message.key);
  return settled === undefined || leavesRoom(settled.state) ? null : fateOfAttempt(settled);
}

function fateOfAttempt({ state, messageSid, candidate }: Attempt): RequestFate {
  if (state === 'accepted') return { kind: 'already_sent', messageSid };
  return candidate === undefined ? { kind: 'unknown' } : { kind: 'unknown', candidate };
}

/** Asks Twilio for this attempt alone, for as long as a caller can wait. */
async function settle({ id }: Attempt, ports: RequestPorts): Promise<void> {
  const { ledger, sentMessages, clock, wait, showsUpWithinMs } = ports;
  const stop = ports.settleWithin();
  const settling = settleUnknown({
    ledger: { ...ledger, open: async () => (await ledger.open()).filter((one) => one.id === id) },
    sentMessages,
    clock,
    wait,
    operator: SERVICE_SOURCE,
    showsUpWithinMs,
    stop,
    tell: () => {},
  });
  await Promise.race([settling, aborted(stop)]);
}

async function sendNow(
  message: Message,
  yes: OperatorYes,
  ports: RequestPorts,
): Promise<RequestFate> {
  const { ledger, clock, wait, tooLate } = ports;
  const sentBefore = await ledger.writtenTo(new Date(clock.now().getTime() - DAY_MS));
  const milliseconds = paceMs(noDepartures(sentBefore), message.to, clock.now());
  if (milliseconds > 0) await wait(milliseconds, tooLate);
  if (tooLate.aborted) return { kind: 'no_time' };

  const approved = approve(message, yes);
  const sending: SendPorts = { ...ports, source: { file: SERVICE_SOURCE } };
  const claim = await claimApproved(approved, null, sending);
  // Another process was first, a moment ago.
  if (claim.kind === 'taken') {
    return claim.attempt.state === 'accepted'
      ? fateOfAttempt(claim.attempt)
      : { kind: 'on_its_way' };
  }
  try {
    const fate = await sendClaimed(approved, claim, sending);
    if (fate === null) return { kind: 'no_time' };
    switch (fate.kind) {
      case 'accepted':
        return { kind: 'sent', messageSid: fate.messageSid };
      case 'unknown':
        return await unlessTold(message, ports);
      case 'already_sent':
      case 'still_unknown':
        return fateOfAttempt(fate.attempt);
      case 'on_its_way':
        return { kind: 'on_its_way' };
      case 'refused':
      case 'unreachable':
      case 'opted_out':
        return fate;
    }
  } catch (error) {
    // Twilio has answered and the ledger did not take it: the next who asks has it settled.
    if (error instanceof UnwrittenOutcome) return { kind: 'unknown' };
    throw error;
  }
}

/** A callback may have told what the answer did not. */
async function unlessTold(message: Message, { ledger }: RequestPorts): Promise<RequestFate> {
  const attempt = (await ledger.view([message])).byKey.get(message.key);
  return attempt?.state === 'accepted' && attempt.messageSid !== null
    ? { kind: 'sent', messageSid: attempt.messageSid }
    : { kind: 'unknown' };
}
