import type { Ledger } from '../application/ports/ledger.ts';
import { asMessageSid } from '../domain/delivery/ids.ts';
import type { Handler } from './http-response.ts';

export type HealthPorts = {
  readonly ledger: Pick<Ledger, 'knownSids'>;
  readonly version: string;
};

/** No message has this one: asking for it reads the ledger and finds nothing. */
const NOBODYS_SID = asMessageSid(`SM${'0'.repeat(32)}`);

/** Whether the service could send: its ledger is read, and nothing of what it holds is told. */
export function health({ ledger, version }: HealthPorts): Handler {
  return async () => {
    const isReachable = await canRead(ledger);
    const outcome = isReachable ? 'ok' : 'ledger_unreachable';
    return {
      status: isReachable ? 200 : 503,
      body: {
        status: isReachable ? 'ok' : 'unwell',
        version,
        ledger: isReachable ? 'reachable' : 'unreachable',
      },
      facts: { outcome },
    };
  };
}

async function canRead(ledger: HealthPorts['ledger']): Promise<boolean> {
  try {
    await ledger.knownSids(NOBODYS_SID === null ? [] : [NOBODYS_SID]);
    return true;
  } catch {
    return false;
  }
}
