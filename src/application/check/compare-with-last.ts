import { mayHaveLeft } from '../../domain/delivery/fate.ts';
import { compareLists, type ListChanges } from '../../domain/list/compare-lists.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Ledger, SeenList } from '../ports/ledger.ts';
import type { SendReport } from '../send/send-messages.ts';
import type { LoadedList } from './load-list.ts';

/** The differences between this list and the last lists in the ledger. */
export async function compareWithLast(
  { messages, unreadPlayers }: LoadedList,
  ledger: Ledger,
): Promise<ListChanges> {
  const invites = messages.map(({ invite }) => invite);
  return compareLists(invites, await ledger.knownPlayers(), unreadPlayers);
}

/**
 * Stores a list of which something was sent, for comparison with the next list. Where the ledger fails
 * here, the run ends as one whose ledger has failed, and what was sent is still reported.
 */
export async function rememberIfSent(
  report: SendReport,
  loaded: LoadedList,
  ledger: Ledger,
  seen: SeenList,
): Promise<SendReport> {
  const { fates, halt } = report;
  // A ledger that has failed cannot be written to.
  if (halt?.kind === 'failed') return report;
  if (![...fates.values()].some(mayHaveLeft)) return report;
  try {
    await rememberList(loaded, ledger, seen);
    return report;
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    return { ...report, halt: { kind: 'failed', problem: error.problem, unwritten: null } };
  }
}

/**
 * Stores this list as the last one. Called after an operator has acted on it, and never for a refused
 * list.
 */
export async function rememberList(
  loaded: LoadedList,
  ledger: Ledger,
  seen: SeenList,
): Promise<void> {
  const { replaced } = await compareWithLast(loaded, ledger);
  const invites = loaded.messages.map(({ invite }) => invite);
  await ledger.rememberList(seen, invites, replaced);
}
