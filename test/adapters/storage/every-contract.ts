import { afterEach, beforeEach } from '@jest/globals';
import { kindOf } from '../../../src/adapters/storage/erasure/item-kinds.ts';
import type { OpenLedger } from '../../../src/adapters/storage/open-ledger.ts';
import { parseSeason } from '../../../src/domain/record/values/season.ts';
import type { Mode } from '../../../src/domain/set-up/mode.ts';
import { describeErasureContract } from './erasure/erasure-contract.ts';
import { describeLedgerContract } from './ledger-contract.ts';
import { describeLastNames } from './messages/last-names-contract.ts';
import { describeReplyLogContract } from './messages/reply-log-contract.ts';
import { describeSendLimits } from './messages/send-limits-contract.ts';
import { describeHiddenOptOuts } from './people/hidden-opt-outs-contract.ts';
import { describeOptOutContract, describeOptOutModes } from './people/opt-outs-contract.ts';
import { describeRepliesContract } from './people/replies-contract.ts';
import { describeReadingContract } from './reading/reading-contract.ts';

/** A ledger, empty at first. */
export type KeptPlace = {
  /** Opens it with a connection of its own, as another process does. The test closes it. */
  readonly open: (mode: Mode) => Promise<OpenLedger>;
  /** Everything that is stored, as text, read through a connection of its own. */
  readonly bytes: () => Promise<string>;
  /** Called when everything is closed. */
  readonly remove: () => Promise<void>;
};

/** The partition keys in the text of everything that is stored. */
function partitionsIn(bytes: string): ReadonlySet<string> {
  const found = bytes.matchAll(/"pk":(?:\{"S":)?("(?:[^"\\]|\\.)+")/gu);
  return new Set([...found].map(([, text = '""']) => String(JSON.parse(text))));
}

/** All contracts of a ledger, for one kind of store. */
export function describeEveryContract(what: string, makePlace: () => Promise<KeptPlace>): void {
  let place: KeptPlace;
  let opened: OpenLedger[];
  beforeEach(async () => {
    place = await makePlace();
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map(async ({ close }) => await close()));
    // Throws for a kind of item that erasure would miss.
    for (const pk of partitionsIn(await place.bytes())) {
      // A table has one item without a document, which says that earlier versions must not use it.
      if (!pk.startsWith('ledger#')) kindOf({ pk, sk: 'meta' });
    }
    await place.remove();
  });
  const open = async (mode: Mode): Promise<OpenLedger> => {
    const one = await place.open(mode);
    opened.push(one);
    return one;
  };
  const parts = {
    ledger: async (mode: Mode) => (await open(mode)).ledger,
    optOuts: async (mode: Mode) => (await open(mode)).optOuts,
    replies: async (mode: Mode) => (await open(mode)).replies,
    log: async (mode: Mode) => (await open(mode)).replyLog,
    findings: async (mode: Mode) => (await open(mode)).findings,
    erasable: async () => ({ ...(await open('live')).erasable, isRehearsal: false }),
    seasons: async () =>
      (await (await open('live')).seasons()).flatMap((text) => {
        const season = parseSeason(text);
        return season.ok ? [season.value] : [];
      }),
    strangers: async () => await (await open('live')).strangers(),
    bytes: async () => await place.bytes(),
  };
  describeLedgerContract(`the ledger ${what}`, async () => ({
    open: parts.ledger,
    remove: async () => {},
  }));
  describeSendLimits(`the ledger ${what}`, parts.ledger);
  describeLastNames(`the ledger ${what}`, async () => await parts.ledger('live'));
  describeReadingContract(`reading ${what}`, async () => parts);
  describeOptOutContract(`opt-outs ${what}`, async () => await parts.optOuts('live'));
  describeOptOutModes(`opt-outs ${what}`, parts.optOuts);
  describeHiddenOptOuts(`opt-outs under user ids ${what}`, async () => parts);
  describeRepliesContract(`replies ${what}`, async () => parts);
  describeReplyLogContract(`answers ${what}`, async () => parts);
  describeErasureContract(`erasure ${what}`, async () => parts);
}
