import { describe, expect, it } from '@jest/globals';
import { reader } from '../../../../src/adapters/storage/documents.ts';
import { newLedgerKey } from '../../../../src/adapters/storage/ledger-key.ts';
import { openLedgerOn, type OpenLedger } from '../../../../src/adapters/storage/open-ledger.ts';
import type { UserId } from '../../../../src/domain/contact/recipient.ts';
import type { Reply } from '../../../../src/domain/contact/reply.ts';
import type { AttemptId, MessageSid } from '../../../../src/domain/delivery/ids.ts';
import { keyedHashWith } from '../../../../src/domain/delivery/keyed-hash.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { aMessage, anApproved } from '../../../support/builders.ts';
import { EARLIER } from '../../../support/ledger/ledger-earlier.ts';
import { memoryStorage } from '../../../support/store/memory-store.ts';

const JANE = '+447700900123' as Phone;
const HIDDEN = 'GB.1a2B3c4D' as UserId;
const SID = `SM${'c'.repeat(32)}` as MessageSid;
const REPLY: Reply = {
  sid: `SM${'a'.repeat(32)}` as MessageSid,
  sender: HIDDEN,
  userId: null,
  text: 'STOP',
  button: null,
  media: [],
  answers: SID,
  at: EARLIER,
};

/** What happens before the access with this number. */
type Interruption = { readonly atAccess: number; readonly happens: () => Promise<void> };

type Scene = {
  readonly kept: (interrupted?: Interruption) => OpenLedger;
  readonly attempt: AttemptId;
};

/** A ledger with a message in `sending`, and an opt-out of a user id. */
async function aScene(isShared: boolean): Promise<Scene> {
  const storage = memoryStorage({ isTransactional: !isShared });
  const keyedHash = keyedHashWith(newLedgerKey());
  let tokens = 0;
  const kept: Scene['kept'] = (interruption) => {
    let accesses = 0;
    const onAccess = async (): Promise<void> => {
      accesses += 1;
      if (accesses === interruption?.atAccess) await interruption.happens();
    };
    const base = {
      store: storage.open({ onAccess }),
      name: 'memory',
      read: reader('memory'),
      mode: 'live',
      keyedHash,
      newToken: () => `token${String((tokens += 1)).padStart(11, '0')}`,
      isShared,
    } as const;
    const outsideItems = {
      find: () => ({ simulated: 0, copies: [] }),
      held: () => [],
      erase: () => {},
      scrub: async () => [],
      recoverableDays: 0,
    };
    return openLedgerOn(base, { hold: async () => {}, close: async () => {}, outsideItems });
  };
  const { ledger, optOuts } = kept();
  const message = anApproved(aMessage({ parent_tel: JANE }));
  const claim = await ledger.claim(message, { file: 'players.csv' }, EARLIER, null);
  if (claim.kind === 'taken') throw new Error('The ledger was empty.');
  await ledger.advance(claim.attemptId, { kind: 'sending' }, EARLIER);
  await optOuts.add([HIDDEN], {
    state: 'stopped',
    source: 'reply',
    operator: 'the parent',
    at: EARLIER,
  });
  return { kept, attempt: claim.attemptId };
}

/** More accesses than either of the two needs. */
const ACCESSES = Array.from({ length: 30 }, (_, index) => index + 1);

describe.each([
  ['a file', false],
  ['a table', true],
])(
  'an opt-out of a user id, in %s, applies to the number of the message that it answers',
  (_what, isShared) => {
    it.each(ACCESSES)(
      'if the SID is recorded before access %s of adding the reply',
      async (atAccess) => {
        const { kept, attempt } = await aScene(isShared);
        const accept = async (): Promise<void> => {
          await kept().ledger.advance(attempt, { kind: 'accepted', messageSid: SID }, EARLIER);
        };
        let isDone = false;
        const happens = async (): Promise<void> => {
          isDone = true;
          await accept();
        };
        await kept({ atAccess, happens }).replies.add(REPLY);
        if (!isDone) await accept();
        expect(await kept().optOuts.has([JANE])).toEqual(new Set([JANE]));
      },
    );

    it.each(ACCESSES)(
      'if the reply is added before access %s of recording the SID',
      async (atAccess) => {
        const { kept, attempt } = await aScene(isShared);
        let isDone = false;
        const happens = async (): Promise<void> => {
          isDone = true;
          await kept().replies.add(REPLY);
        };
        const step = { kind: 'accepted', messageSid: SID } as const;
        await kept({ atAccess, happens }).ledger.advance(attempt, step, EARLIER);
        if (!isDone) await kept().replies.add(REPLY);
        expect(await kept().optOuts.has([JANE])).toEqual(new Set([JANE]));
      },
    );
  },
);
