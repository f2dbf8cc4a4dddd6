import { randomUUID } from 'node:crypto';
import type { OptOuts, OptOutSaid } from '../../application/people-ports.ts';
import type { Mode } from '../../domain/mode.ts';
import {
  lastTwoDigitsOf,
  onePerPerson,
  type OptOutSource,
  type Whom,
} from '../../domain/opt-out.ts';
import type { Phone } from '../../domain/phone.ts';
import { HIDDEN } from './dynamo-layout.ts';
import { numberBehindIn } from './dynamo-number-behind.ts';
import {
  endedStay,
  everyStayOf,
  keptOptOutOf,
  optOutOf,
  placeOf,
  type KeptOptOut,
} from './dynamo-opt-out-items.ts';
import { openDynamoTable, type DynamoPlace, type DynamoTable } from './dynamo-table.ts';

const SAID_BY_OPERATOR: ReadonlySet<OptOutSource> = new Set(['operator', 'import']);

/** Each time a write is lost somebody else has said something of the same number. */
const MOST_TRIES = 10;

/**
 * The opt-outs in a ledger's table: one item a number or user id, which stays when it is taken back, and which
 * no expiry ends. Each number is a write of its own: a list that is cut off can be added once more.
 *
 * @param mode what a run does: a stand-in respects what was said for real, and a real run nothing that
 *   a stand-in told
 * @throws InviteError `ledger_unavailable`, from every call
 */
export async function openDynamoOptOuts(place: DynamoPlace, mode: Mode): Promise<OptOuts> {
  const table = await openDynamoTable(place);
  const seen: readonly Mode[] = mode === 'stand_in' ? ['live', 'stand_in'] : [mode];
  // What a person says counts for real, whatever stands in for Twilio at the moment.
  const modeFor = (source: OptOutSource): Mode =>
    mode === 'stand_in' && SAID_BY_OPERATOR.has(source) ? 'live' : mode;

  const standing = async (phones: readonly Whom[]): Promise<readonly KeptOptOut[]> => {
    const keys = seen.flatMap((each) => phones.map((phone) => placeOf(each, phone)));
    return (await table.getMany(keys)).map(keptOptOutOf).filter(({ stands }) => stands !== null);
  };

  /** The numbers behind the user ids that are or were among these, as far as they are known by now. */
  const knownByNow = async (kept: readonly KeptOptOut[]): Promise<ReadonlyMap<Whom, Phone>> => {
    const ids = new Set(
      kept.flatMap(({ sk, phone }) => (sk.startsWith(HIDDEN) ? (phone ?? []) : [])),
    );
    const known = [...ids].map(async (id) => {
      const behind = seen.map(async (each) => await numberBehindIn(table, each, id, null));
      const number = (await Promise.all(behind)).find((one) => one !== null) ?? null;
      return number === null ? [] : [[id as Whom, number] as const];
    });
    return new Map((await Promise.all(known)).flat());
  };

  const kept = async (begins?: string): Promise<readonly KeptOptOut[]> => {
    const items = seen.map((each) => table.partition(placeOf(each, '' as Phone).pk, begins));
    return (await Promise.all(items)).flat().map(keptOptOutOf);
  };

  /** What stands under user ids, by number. */
  const hidden = async (): Promise<ReadonlyMap<Whom, Phone>> =>
    await knownByNow((await kept(HIDDEN)).filter(({ stands }) => stands !== null));

  /** Ends what stands for a number in every mode but one; whether something did. */
  const end = async (phone: Whom, operator: string, at: Date, except?: Mode): Promise<boolean> => {
    let ended = false;
    for (const each of seen.filter((one) => one !== except)) {
      // oxlint-disable-next-line no-await-in-loop -- two modes at most
      const isChanged = await change(table, each, phone, (known) =>
        known === null || known.stands === null ? null : endedStay(known, operator, at),
      );
      ended ||= isChanged;
    }
    return ended;
  };

  const addOne = async (phone: Whom, said: OptOutSaid, order: number): Promise<boolean> => {
    const states = new Set((await standing([phone])).map(({ stands }) => stands?.state));
    if (states.has('stopped') || states.has(said.state)) return false;
    const target = modeFor(said.source);
    const stands = {
      state: said.state,
      source: said.source,
      addedBy: said.operator,
      addedAt: said.at.toISOString(),
      order,
    };
    const isNews = await change(table, target, phone, (known) => {
      if (known?.stands?.state === 'stopped' || known?.stands?.state === said.state) return null;
      // What waited for the operator has been answered; it stays as history.
      const before = known === null ? null : endedStay(known, said.operator, said.at);
      return { phone, lastTwo: lastTwoDigitsOf(phone), stands, ended: before?.ended ?? [] };
    });
    // The new one first: at no moment is there none.
    await end(phone, said.operator, said.at, target);
    return isNews;
  };

  return {
    has: async (phones) => {
      const [those, behind] = await Promise.all([standing(phones), hidden()]);
      const said = new Set(those.map(({ sk }) => sk));
      const numbers = new Set<Whom>(behind.values());
      return new Set(
        phones.filter((phone) => numbers.has(phone) || said.has(placeOf(mode, phone).sk)),
      );
    },

    add: async <W extends Whom>(phones: readonly W[], said: OptOutSaid) => {
      const news = new Set<W>();
      for (const [order, phone] of phones.entries()) {
        // oxlint-disable-next-line no-await-in-loop -- the same number may come twice
        if (await addOne(phone, said, order)) news.add(phone);
      }
      return news;
    },

    remove: async (phone, operator, at) => {
      const ids = [...(await hidden())].flatMap(([id, number]) => (number === phone ? [id] : []));
      const ended: boolean[] = [];
      // oxlint-disable-next-line no-await-in-loop -- one, as a rule
      for (const whom of [phone, ...ids]) ended.push(await end(whom, operator, at));
      return ended.includes(true);
    },

    list: async () => {
      const all = await kept();
      return onePerPerson(inOrder(all.flatMap(optOutOf)), await knownByNow(all));
    },

    history: async (phone) => {
      const all = await kept();
      if (phone === undefined) return inOrder(all.flatMap(everyStayOf));
      const known = await knownByNow(all);
      const isTheirs = ({ sk, ...of }: KeptOptOut): boolean =>
        sk === placeOf(mode, phone).sk || known.get(of.phone as Whom) === phone;
      return inOrder(all.filter(isTheirs).flatMap(everyStayOf));
    },

    close: async () => table.close(),
  };
}

/** The oldest first; of those that were added at once, as they were added. */
function inOrder<Stay extends { readonly at: Date; readonly order: number }>(
  stays: readonly Stay[],
): readonly Omit<Stay, 'order'>[] {
  return stays
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order)
    .map(({ order: _order, ...stay }) => stay);
}

/** Changes what is kept of a number, as it is at that moment; false where nothing is to change. */
async function change(
  table: DynamoTable,
  mode: Mode,
  phone: Whom,
  next: (known: KeptOptOut | null) => Omit<KeptOptOut, 'sk' | 'lastWrite'> | null,
): Promise<boolean> {
  const place = placeOf(mode, phone);
  const token = randomUUID();
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    // oxlint-disable-next-line no-await-in-loop -- what was written meanwhile is read again
    const item = await table.get(place);
    const known = item === null ? null : keptOptOutOf(item);
    // Our own write, whose answer was lost on the way.
    if (known?.lastWrite === token) return true;
    const wanted = next(known);
    if (wanted === null) return false;
    const condition =
      known === null
        ? { expression: 'attribute_not_exists(pk)' }
        : { expression: 'lastWrite = :seen', values: { ':seen': known.lastWrite } };
    // oxlint-disable-next-line no-await-in-loop -- one try after the other
    if (await table.put({ ...wanted, ...place, lastWrite: token }, condition)) return true;
  }
  throw new Error('An opt-out changed each time it was to be written.');
}
