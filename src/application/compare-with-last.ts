import { compareLists, type ListChanges } from '../domain/compare-lists.ts';
import type { LoadedList } from './load-list.ts';
import type { Ledger, SeenList } from './ports.ts';

/** What is different from the last lists that the ledger knows. */
export async function compareWithLast(
  { messages, unreadPlayers }: LoadedList,
  ledger: Ledger,
): Promise<ListChanges> {
  const invites = messages.map(({ invite }) => invite);
  return compareLists(invites, await ledger.knownPlayers(), unreadPlayers);
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
