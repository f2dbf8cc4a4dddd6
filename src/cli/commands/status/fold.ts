/** People who need the same action. */
export type Block = {
  /** Why, and what to do. */
  readonly head: readonly string[];
  /** The same in one line, cut to the screen. */
  readonly brief: string;
  /** How many people there are. */
  readonly count: number;
  /** The lines of each person; of many, of the first ones. */
  readonly people: readonly (readonly string[])[];
};

export type Folded = {
  readonly lines: readonly string[];
  /** How many people are left out. */
  readonly hidden: number;
};

/**
 * Lays blocks out in at most so many lines. Empty lines go first, then people, then the ends of the heads:
 * whatever the room, each block keeps a line with its count as long as there is one.
 *
 * @param room in lines
 */
export function fold(blocks: readonly Block[], room: number): Folded {
  if (blocks.every(({ count, people }) => people.length === count)) {
    for (const gap of [[''], []]) {
      const lines = blocks.flatMap((block) => [...linesOf(block), ...gap]);
      if (lines.length <= room) return { lines, hidden: 0 };
    }
  }
  const briefly = blocks.map((block) => ({ ...block, head: [block.brief] }));
  const fits = (some: readonly Block[]): boolean =>
    some.reduce((sum, { head }) => sum + head.length, 0) <= room;
  if (fits(blocks)) return withFirstPeople(blocks, room);
  if (fits(briefly)) return withFirstPeople(briefly, room);
  const lines = briefly.slice(0, Math.max(room, 0)).map(({ brief }) => brief);
  return { lines, hidden: blocks.reduce((sum, { count }) => sum + count, 0) };
}

function linesOf({ head, people }: Block): readonly string[] {
  return [...head, ...people.flat()];
}

/** Gives each block one person after the other, as long as there is room. */
function withFirstPeople(blocks: readonly Block[], room: number): Folded {
  let left = room - blocks.reduce((sum, { head }) => sum + head.length, 0);
  const shown = blocks.map((block) => ({ ...block, people: [] as (readonly string[])[] }));
  for (let round = 0, isFull = false; !isFull; round += 1) {
    isFull = true;
    for (const [at, { people }] of blocks.entries()) {
      const person = people[round];
      if (person === undefined || person.length > left) continue;
      // Only after the person before, so that none is passed over.
      if (shown[at]?.people.length !== round) continue;
      shown[at].people.push(person);
      left -= person.length;
      isFull = false;
    }
  }
  const hidden = shown.reduce((sum, { count, people }) => sum + count - people.length, 0);
  return { lines: shown.flatMap(linesOf), hidden };
}
