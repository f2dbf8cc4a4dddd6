import type { ListedStatus, Survey } from '../../../application/follow-up/survey-status.ts';
import { listingOf } from '../../../domain/delivery/status/attention.ts';
import type { Block } from './fold.ts';
import { rowOf, type Widths } from './table.ts';
import { headOf, lastReplyLines, personLines, replyLines, type Screen } from './view.ts';

type PageOptions = {
  readonly screen: Screen;
  /** The widths of the columns of the messages that need nothing; null to leave those out. */
  readonly widths: Widths | null;
};

/** How many messages of a group to read. One is read for a heading. */
const MOST = { people: Number.POSITIVE_INFINITY, heading: 1, nothing: 0 };

/** The messages under the heading of their group, with all that was written back, piece by piece. */
export async function* wholePage(
  { groups, replies, statuses }: Survey,
  { screen, widths }: PageOptions,
): AsyncIterable<string> {
  let group = '';
  const all = statuses(({ standing }) =>
    widths === null ? MOST[listingOf(standing)] : Number.POSITIVE_INFINITY,
  );
  for await (const status of all) {
    const lines: string[] = [];
    if (nameOf(status) !== group) {
      group = nameOf(status);
      lines.push('', ...(await headOf(status, sizeOf(groups, status), screen)).head);
    }
    const written = replyLines(replies.byKey.get(status.message.key) ?? [], screen);
    if (listingOf(status.standing) === 'people') {
      lines.push(...personLines(status, written, screen));
    } else if (widths !== null) {
      lines.push(rowOf(status, widths, screen.columns()), ...written);
    }
    yield lines.map((line) => `${line}\n`).join('');
  }
}

/**
 * The groups of messages that need a person.
 *
 * @param most how many people of each group to read
 */
export async function pressingBlocks(
  { groups, replies, statuses }: Survey,
  most: number,
  screen: Screen,
): Promise<readonly Block[]> {
  const blocks = new Map<string, Block & { readonly people: (readonly string[])[] }>();
  const some = statuses(({ standing }) => Math.min(MOST[listingOf(standing)], most));
  for await (const status of some) {
    const name = nameOf(status);
    const many = sizeOf(groups, status);
    const hasPeople = listingOf(status.standing) === 'people';
    const block = blocks.get(name) ?? {
      ...(await headOf(status, many, screen)),
      count: hasPeople ? many : 0,
      people: [],
    };
    blocks.set(name, block);
    if (!hasPeople) continue;
    const written = lastReplyLines(replies.byKey.get(status.message.key) ?? [], screen);
    block.people.push(personLines(status, written, screen));
  }
  return [...blocks.values()];
}

type Group = Pick<ListedStatus, 'standing' | 'reason'>;

function nameOf({ standing, reason }: Group): string {
  return `${standing} ${reason}`;
}

function sizeOf(groups: Survey['groups'], { standing, reason }: Group): number {
  const found = groups.find((group) => group.standing === standing && group.reason === reason);
  return found?.count ?? 0;
}
