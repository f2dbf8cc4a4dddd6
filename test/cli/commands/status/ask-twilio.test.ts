import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { settleFromStatus } from '../../../../src/cli/commands/status/ask-twilio.ts';
import { settingsOf } from '../../../../src/cli/composition/settings-of.ts';
import { openRehearsal, type World } from '../../../../src/cli/composition/world.ts';
import { PLAIN } from '../../../../src/cli/terminal/colours.ts';
import { attemptedEarlier } from '../../../support/ledger/ledger-earlier.ts';
import { familyMessages } from '../../../support/ledger/ledger-families.ts';
import { aFolder, fakeShell } from '../../../support/terminal/fake-shell.ts';

const OPTIONS = { colours: PLAIN, quiet: true, isInUseShown: false };

/** A timer that ends at once, in place of the wait for messages that Twilio does not show. */
const AT_ONCE = {
  after: (_milliseconds: number, call: () => void) => {
    const timer = setImmediate(call);
    return { cancel: () => clearImmediate(timer) };
  },
};

/** A world in which an earlier run was killed while it sent a message. */
async function withMessageOnItsWay(name: (folder: string) => string) {
  const shell = fakeShell({ broken: AT_ONCE });
  const folder = aFolder();
  const opened = await openRehearsal(shell, settingsOf(shell));
  const world: World = { ...opened, ledgerName: name(folder), showsUpWithinMs: 0 };
  for (const message of familyMessages(1)) {
    // oxlint-disable-next-line no-await-in-loop -- there is one
    await attemptedEarlier(world.ledger, message, null);
  }
  return { shell, world, folder };
}

describe('a status that settles what an earlier run left on its way', () => {
  it.each(['the shared ledger urmston (eu-west-2)', 'ledger.db'])(
    'opens the ledger of its world, whatever people call it: %s',
    async (name) => {
      const { shell, world, folder } = await withMessageOnItsWay((parent) => join(parent, name));
      try {
        expect(await settleFromStatus(shell, world, OPTIONS)).toBe(false);
        expect(await world.ledger.open()).toMatchObject([{ state: 'unknown' }]);
        expect(readdirSync(folder)).toEqual([]);
      } finally {
        await world.close();
      }
    },
  );

  it('lets go of it again, so that a send can have it', async () => {
    const { shell, world } = await withMessageOnItsWay(() => 'a ledger');
    try {
      await settleFromStatus(shell, world, OPTIONS);
      await world.ledger.hold('Robin Green', shell.clock.now());
    } finally {
      await world.close();
    }
  });
});
