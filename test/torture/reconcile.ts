import { storedAttempts } from '../support/store/stored-attempts.ts';
import type { Testbed } from './testbed.ts';

/** The result for a list, in numbers of messages. All but the first should be 0. */
export type Reconciliation = {
  readonly messages: number;
  /** Accepted copies beyond the first, and accepted messages without a record. */
  readonly double: number;
  /** Never accepted. */
  readonly lost: number;
  /** Accepted by Twilio and not in the ledger, or the reverse. */
  readonly unrecorded: number;
  /** Not settled in the ledger. */
  readonly open: number;
};

const OPEN: ReadonlySet<unknown> = new Set(['approved', 'sending', 'unknown']);

/** Compares the messages that Twilio accepted with the list and with the ledger. */
export function reconcile({
  players,
  accepted,
  ledgerFile,
}: Pick<Testbed, 'players' | 'accepted' | 'ledgerFile'>): Reconciliation {
  const copies = new Map(players.map((player) => [identityOf(player), 0]));
  let stray = 0;
  for (const { to, contentVariables } of accepted()) {
    const identity = `${to} ${contentVariables?.['2'] ?? ''}`;
    const before = copies.get(identity);
    if (before === undefined) stray += 1;
    else copies.set(identity, before + 1);
  }
  const counts = [...copies.values()];
  const attempts = attemptsIn(ledgerFile);
  const inLedger = new Set(
    attempts.filter(({ state }) => state === 'accepted').map(({ sid }) => sid),
  );
  const atTwilio = new Set<unknown>(accepted().map(({ sid }) => sid));
  return {
    messages: players.length,
    double: counts.reduce((sum, count) => sum + Math.max(count - 1, 0), stray),
    lost: counts.filter((count) => count === 0).length,
    unrecorded: inLedger.symmetricDifference(atTwilio).size,
    open: attempts.filter(({ state }) => OPEN.has(state)).length,
  };
}

function identityOf(player: Testbed['players'][number]): string {
  return `whatsapp:${player.parent_tel} ${player.player_first_name}`;
}

function attemptsIn(file: string): readonly { readonly state: unknown; readonly sid: unknown }[] {
  return storedAttempts(file).map(({ state, message_sid }) => ({ state, sid: message_sid }));
}
