import { latestInLedger } from '../application/follow-up/sending-halt.ts';
import type { Clock } from '../application/ports/clock.ts';
import type { Ledger } from '../application/ports/ledger.ts';
import { sendingHalt, type SendingHalt } from '../domain/policy/sending-halt.ts';
import { haltFacts } from './error-response.ts';
import type { Handler, HttpResponse } from './http-response.ts';

export type HealthPorts = {
  readonly ledger: Pick<Ledger, 'messages'>;
  readonly version: string;
  readonly clock: Clock;
};

/**
 * Answers whether the ledger can be read, and whether sending is halted. It returns nothing of the
 * ledger's content.
 */
export function health(ports: HealthPorts): Handler {
  const { version } = ports;
  return async () => {
    const read = await readLedger(ports);
    if (read === null) {
      const body = { status: 'unwell', version, ledger: 'unreachable' };
      return { status: 503, body, facts: { outcome: 'ledger_unreachable' } };
    }
    const ledger = 'reachable';
    if (read.halt !== null) return degraded({ version, ledger }, read.halt);
    return { status: 200, body: { status: 'ok', version, ledger }, facts: { outcome: 'ok' } };
  };
}

/** The service itself is well, so the HTTP status is that of a healthy one. */
function degraded(known: object, halt: SendingHalt): HttpResponse {
  const facts = haltFacts(halt);
  const { outcome: reason, ...code } = facts;
  return { status: 200, body: { status: 'degraded', ...known, reason, ...code }, facts };
}

/** Null where the ledger cannot be read. */
async function readLedger({
  ledger,
  clock,
}: HealthPorts): Promise<{ readonly halt: SendingHalt | null } | null> {
  try {
    const latest = await latestInLedger(ledger, clock);
    return { halt: sendingHalt(latest, clock.now()) };
  } catch {
    return null;
  }
}
