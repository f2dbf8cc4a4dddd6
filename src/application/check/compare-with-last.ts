import { compareLists, type ListChanges } from '../../domain/list/compare-lists.ts';
import { mayHaveLeft } from '../../domain/delivery/fate.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { LoadedList } from './load-list.ts';
import type { Ledger, SeenList } from '../ports/ledger.ts';
import type { SendReport } from '../send/send-messages.ts';

/** What is different from the last lists that the ledger knows. */
export async function compareWithLast(
  { messages, unreadPlayers }: LoadedList,
  ledger: Ledger,
): Promise<ListChanges> {
  const invites = messages.map(({ invite }) => invite);
  return compareLists(invites, await ledger.knownPlayers(), unreadPlayers);
}

/**
 * A list of which something went is the one that the next is held against. Where the ledger fails here,
 * the run ends as one whose ledger has failed: what was sent is still summed up.
 */
export async function rememberIfSent(
  report: SendReport,
  loaded: LoadedList,
  ledger: Ledger,
  seen: SeenList,
): Promise<SendReport> {
  const { fates, halt } = report;
  // A ledger that has failed takes nothing more.
  if (halt?.kind === 'failed') return report;
  if (![...fates.values()].some(mayHaveLeft)) return report;
  try {
    await rememberList(loaded, ledger, seen);
    return report;
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    return { fates, halt: { kind: 'failed', problem: error.problem, unwritten: null } };
  }
}

/** Makes this list the last one. Called when an operator has acted on it, and never for one refused. */
export async function rememberList(
  loaded: LoadedList,
  ledger: Ledger,
  seen: SeenList,
): Promise<void> {
  const { replaced } = await compareWithLast(loaded, ledger);
  const invites = loaded.messages.map(({ invite }) => invite);
  await ledger.rememberList(seen, invites, replaced);
}
