import { sumOfHoldings, type ErasableLedger, type Holdings } from '../../application/forget.ts';
import { contentsOf } from './dynamo-contents.ts';
import { eraseIn } from './dynamo-erase-traces.ts';
import { expiryOf, runItem } from './dynamo-layout.ts';
import type { KeptAttempt } from './dynamo-message.ts';
import { openDynamoOptOuts } from './dynamo-opt-outs.ts';
import { openDynamoTable, type DynamoPlace } from './dynamo-table.ts';
import { attemptsOf, isOpen, tracesIn, type Traces } from './dynamo-traces.ts';
import { keepByNumber } from './keep-by-number.ts';

/** As long as AWS can put a table back as it was. */
const RECOVERABLE_DAYS = 35;

/** Each time somebody else has written what was to be erased; a table is not that busy. */
const MOST_ROUNDS = 10;

/**
 * A ledger's table as something to erase from. It sees every mode: whoever is forgotten is forgotten by
 * all of them. Others may be at work on it; so it looks again until there is nothing left, and leaves
 * what they have begun to send.
 *
 * @throws InviteError `ledger_unavailable`, from every call
 */
export async function openDynamoErasable(place: DynamoPlace): Promise<ErasableLedger> {
  const table = await openDynamoTable(place);
  return {
    isRehearsal: false,
    hold: async (operator, at) => {
      const run = { ...runItem('live', operator), since: at.toISOString() };
      await table.put({ ...run, expiresAt: expiryOf(at) });
    },
    find: async (whose) => counted(tracesIn(await contentsOf(table), whose)),
    erase: async (whose, at) => {
      await keepByNumber(async (mode) => await openDynamoOptOuts(place, mode));
      const erased: Holdings[] = [];
      for (let round = 0; round < MOST_ROUNDS; round += 1) {
        // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
        const traces = settledOf(tracesIn(await contentsOf(table), whose));
        if (isNothing(traces)) return together(erased, traces.open);
        // oxlint-disable-next-line no-await-in-loop -- one round after the other
        erased.push(counted(await eraseIn(table, traces, at)));
      }
      throw new Error('There was more to erase each time.');
    },
    // AWS keeps what it needs to put the table back, and nobody can take anything out of that.
    scrub: async () => {},
    close: async () => table.close(),
  };
}

/** Without what Twilio has still to be asked for: nobody could ask for it without its text. */
function settledOf(traces: Traces): Traces {
  const { names, mentions } = traces;
  return {
    ...traces,
    messages: settled(traces.messages, names),
    texts: settled(traces.texts, mentions),
    answers: settled(traces.answers, () => true),
  };
}

function settled(
  messages: Traces['messages'],
  isMeant: (attempt: KeptAttempt) => boolean,
): Traces['messages'] {
  return messages.filter(
    (each) => !attemptsOf(each).some((attempt) => isMeant(attempt) && isOpen(attempt)),
  );
}

function isNothing(traces: Traces): boolean {
  const { messages, texts, answers, replies, users, players, optOuts, findings } = traces;
  const all = [messages, texts, answers, replies, users, players, optOuts, findings];
  return all.every((those) => those.length === 0);
}

function counted({ names, mentions, ...traces }: Traces): Holdings {
  const { messages, texts, players, replies, answers, optOuts, open } = traces;
  return {
    messages: messages.flatMap(attemptsOf).filter(names).length,
    texts: texts.flatMap(attemptsOf).filter(mentions).length,
    players: players.length,
    replies: replies.length,
    answers: answers.length,
    // Each time that a number was told to stop, as a file has it.
    optOuts: optOuts.flatMap(({ kept: { ended, stands } }) => [
      ...ended,
      ...(stands ? [stands] : []),
    ]).length,
    simulated: 0,
    copies: [],
    open,
    recoverableDays: RECOVERABLE_DAYS,
  };
}

function together(rounds: readonly Holdings[], open: number): Holdings {
  return { ...sumOfHoldings(rounds), open, recoverableDays: RECOVERABLE_DAYS };
}
