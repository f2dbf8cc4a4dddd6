import { describe, expect, it } from '@jest/globals';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import { showRecentFailures } from '../../../src/cli/sending/recent-failures.ts';
import { PLAIN } from '../../../src/cli/terminal/colours.ts';
import type { LedgerMessage } from '../../../src/domain/delivery/ledger-message.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { aLedgerMessage } from '../../support/ledger/ledger-message.ts';
import { SID } from '../../support/sending/fake-gateway.ts';
import { memoryOptOuts } from '../../support/store/memory-opt-outs.ts';
import { fakeShell } from '../../support/terminal/fake-shell.ts';

async function unreachable(): Promise<never> {
  throw new InviteError({ code: 'twilio_unreachable' });
}

async function shown(messages: readonly LedgerMessage[]): Promise<string> {
  const shell = fakeShell({ now: '2026-07-15T18:42:00Z' });
  const each = async function* each() {
    yield* messages;
  };
  const ledger: Pick<Ledger, 'messages' | 'unsettled' | 'bySids' | 'recordDelivery'> = {
    messages: each,
    unsettled: each,
    bySids: async () => new Map(),
    recordDelivery: async () => {},
  };
  await showRecentFailures(
    shell,
    {
      ledger,
      optOuts: memoryOptOuts(),
      messageLog: {
        pageSize: 500,
        sentSince: () => unreachable,
        receivedSince: () => unreachable,
        outgoingSince: () => unreachable,
        one: unreachable,
      },
      mode: 'live',
    },
    { colours: PLAIN, quiet: false },
  );
  return shell.stderr.text();
}

describe('the last messages at the beginning of a send', () => {
  it('are not mentioned if all is well', async () => {
    expect(await shown([aLedgerMessage({ messageSid: SID, delivery: 'delivered' })])).toBe('');
  });

  it('are mentioned with the failures that are known, also where Twilio cannot be asked', async () => {
    const failed = { delivery: 'failed', deliveryCode: 63_051 } as const;
    expect(await shown([aLedgerMessage({ messageSid: SID }), aLedgerMessage(failed)])).toBe(
      "Twilio did not say what became of your last messages, so the ledger may be behind.\n1 of your last 2 messages failed: WhatsApp has locked the club's business account (63051).\n  -> Ask Twilio support to appeal for you.\n\n",
    );
  });
});
