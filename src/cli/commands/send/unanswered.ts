import { readInbox } from '../../../application/inbox/read-inbox.ts';
import { isUnanswered } from '../../../domain/contact/conversation.ts';
import { sha256 } from '../../../domain/sha256.ts';
import { count } from '../../../text/format.ts';
import { inboxCommand } from '../../../text/inbox/conversation.ts';
import type { World } from '../../composition/world.ts';
import type { Shell } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { wrapped } from '../../terminal/wrap-text.ts';
import { conversationList } from '../inbox/list.ts';

/**
 * Before the first send of a season, shows once every parent who wrote and has no answer.
 *
 * @param season the season of the list; null where nothing in it can be sent
 */
export async function showUnanswered(
  { stderr, clock }: Pick<Shell, 'stderr' | 'clock'>,
  world: World,
  season: string | null,
  colours: Colours,
): Promise<void> {
  const { ledger, mode, operatorName } = world;
  const latest = await ledger.latestSeason();
  if (season === null || latest === null || season <= latest) return;
  const id = sha256(['unanswered replies shown', season]);
  if ((await ledger.answers([id])).has(id)) return;
  const now = clock.now();
  const { entries } = await readInbox(world, (kind) => isUnanswered({ kind }), now);
  if (entries.length === 0) return;
  const many = entries.length;
  const head = `${count(many, 'parent')} wrote and ${many === 1 ? 'has' : 'have'} no answer. This is the first send of ${season}; answer first: ${inboxCommand(mode)}`;
  stderr.write(`\n${colours.odd(await wrapped(head, stderr.columns()))}\n`);
  stderr.write(conversationList(entries, now, stderr));
  await ledger.remember(id, 'shown', operatorName, now);
}
