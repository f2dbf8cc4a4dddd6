import type { Deliveries } from '../../../src/application/follow-up/follow-delivery.ts';
import type {
  DeliveryReport,
  MessageLog,
  PageReader,
  SentMessages,
} from '../../../src/application/ports/gateway.ts';
import { matchListed, type ListedMessage } from '../../../src/domain/delivery/candidate.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Process } from '../actors/process.ts';
import type { World } from '../world.ts';
import { stageAt, type TwilioMessage } from './account.ts';

/** Looks up a possibly sent message in Twilio's list. */
export function sentMessagesFor(world: World, process: Process): SentMessages {
  const { sim, account, settings, now } = world;
  const { random, scheduler } = sim;
  return {
    search: async (sought) => {
      await process.waitAt('look', random.integer(20, 800));
      const isAsked = !random.happens(now.faultRates.lookupFailure);
      const listed = account.taken
        .filter(({ shownFrom }) => shownFrom <= scheduler.now())
        .map((taken) => ({ taken, likeness: matchListed(listedOf(taken, settings), sought) }))
        .toSorted((a, b) => a.taken.at - b.taken.at);
      await process.waitAt('look', random.integer(20, 800));
      if (!isAsked) {
        sim.cover('Twilio: list cannot be read');
        return { kind: 'not_asked' };
      }
      if (settings.hidesTexts && listed.length > 0) sim.cover('Twilio: list hides the text');
      sim.note(process.name, `finds ${listed.map(({ likeness }) => likeness).join()} at Twilio`);
      return {
        kind: 'asked',
        sids: listed.flatMap(({ taken, likeness }) => (likeness === 'same' ? [taken.sid] : [])),
        candidates: listed.flatMap(({ taken: { sid, at }, likeness }) =>
          likeness === 'same' || likeness === 'other'
            ? []
            : [{ sid, at: new Date(at), doubt: likeness }],
        ),
      };
    },
  };
}

function listedOf(
  { sid, to, body, at }: TwilioMessage,
  { hidesTexts }: World['settings'],
): ListedMessage {
  return {
    sid,
    to,
    direction: 'outbound-api',
    body: hidesTexts ? '' : body,
    createdAt: new Date(at),
  };
}

const PAGE_SIZE = 2;

/** Twilio's message log, read page by page. */
export function messageLogFor(world: World, process: Process): MessageLog {
  const { sim, account, now } = world;
  const { random, scheduler } = sim;
  const read = async (): Promise<void> => {
    await process.waitAt('look', random.integer(20, 800));
    if (!random.happens(now.faultRates.lookupFailure)) return;
    sim.cover('Twilio: list cannot be read');
    throw new InviteError({ code: 'twilio_unreachable' });
  };
  const pages = <Item>(items: () => readonly Item[]): PageReader<Item> => {
    let from = 0;
    return async () => {
      await read();
      const page = items().slice(from, from + PAGE_SIZE);
      from += PAGE_SIZE;
      return page.length === 0 ? null : page;
    };
  };
  const reportOf = (taken: TwilioMessage): DeliveryReport => {
    const stage = stageAt(taken, scheduler.now());
    return {
      sid: taken.sid,
      state: stage?.state ?? 'accepted',
      errorCode: stage?.errorCode ?? null,
      errorText: null,
      at: new Date(stage?.at ?? taken.at),
    };
  };
  return {
    pageSize: PAGE_SIZE,
    sentSince: (since) =>
      pages(() =>
        account.taken
          .filter(({ at }) => at > since.getTime() - 120_000)
          .toSorted((a, b) => b.at - a.at)
          .map(reportOf),
      ),
    receivedSince: (since) =>
      pages(() =>
        account.received
          .filter(({ at }) => at.getTime() > since.getTime() - 120_000)
          .toSorted((a, b) => b.at.getTime() - a.at.getTime()),
      ),
    outgoingSince: (since) =>
      pages(() =>
        account.taken
          .filter(({ at }) => at > since.getTime() - 120_000)
          .toSorted((a, b) => b.at - a.at)
          .map(({ sid, to, body, at }) => ({ sid, to, text: body, at: new Date(at) })),
      ),
    one: async (sid) => {
      await read();
      const taken = account.taken.find((one) => one.sid === sid);
      return taken === undefined ? null : reportOf(taken);
    },
  };
}

/** Twilio's state of one message. */
export function deliveriesFor(world: World, process: Process): Deliveries {
  const { sim, account, now } = world;
  const { random, scheduler } = sim;
  return {
    of: async (sid) => {
      await process.waitAt('look', random.integer(20, 800));
      const taken = account.taken.find((one) => one.sid === sid);
      const stage = taken === undefined ? null : stageAt(taken, scheduler.now());
      if (random.happens(now.faultRates.lookupFailure)) {
        sim.cover('Twilio: state of a message cannot be read');
        return null;
      }
      return stage === null
        ? null
        : { state: stage.state, errorCode: stage.errorCode, errorText: null };
    },
  };
}
