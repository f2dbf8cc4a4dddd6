/** The rows of a list beside those of an earlier one. */
export type Matched<Now, Before> = {
  /** In the order of the list as it is now, as is `added`. */
  readonly pairs: readonly (readonly [Now, Before])[];
  readonly added: readonly Now[];
  readonly left: readonly Before[];
  /** Of a name that several rows have, where nothing tells which is which. */
  readonly unclear: readonly Before[];
};

type Telling<Now, Before> = {
  /** Rows are matched only where they have the same name. */
  readonly nameNow: (now: Now) => string;
  readonly nameBefore: (before: Before) => string;
  /** What tells several rows of one name apart, the surest first. */
  readonly same: readonly ((now: Now, before: Before) => boolean)[];
};

/** Holds a list against an earlier one: which row is which, which came and which went. */
export function matchLists<Now extends object, Before>(
  now: readonly Now[],
  before: readonly Before[],
  { nameNow, nameBefore, same }: Telling<Now, Before>,
): Matched<Now, Before> {
  const nowByName = Map.groupBy(now, nameNow);
  const beforeByName = Map.groupBy(before, nameBefore);
  const names = new Set([...nowByName.keys(), ...beforeByName.keys()]);
  const parts = [...names].map((name) =>
    matchedOfOneName(nowByName.get(name) ?? [], beforeByName.get(name) ?? [], same),
  );
  const places = new Map(now.map((one, place) => [one, place]));
  const place = (one: Now): number => places.get(one) ?? 0;
  return {
    pairs: parts.flatMap(({ pairs }) => pairs).toSorted(([a], [b]) => place(a) - place(b)),
    added: parts.flatMap(({ added }) => added).toSorted((a, b) => place(a) - place(b)),
    left: parts.flatMap(({ left }) => left),
    unclear: parts.flatMap(({ unclear }) => unclear),
  };
}

function matchedOfOneName<Now, Before>(
  now: readonly Now[],
  before: readonly Before[],
  same: Telling<Now, Before>['same'],
): Matched<Now, Before> {
  const [one, other] = [now[0], before[0]];
  if (now.length === 1 && before.length === 1 && one !== undefined && other !== undefined) {
    return { pairs: [[one, other]], added: [], left: [], unclear: [] };
  }
  const pairs: (readonly [Now, Before])[] = [];
  const rest = { now: [...now], before: [...before] };
  for (const isSame of same) {
    for (const each of rest.now) {
      const candidates = rest.before.filter((two) => isSame(each, two));
      const rivals = rest.now.filter((rival) => candidates.some((two) => isSame(rival, two)));
      const [only] = candidates;
      if (only === undefined || candidates.length > 1 || rivals.length > 1) continue;
      pairs.push([each, only]);
      rest.now = rest.now.filter((rival) => rival !== each);
      rest.before = rest.before.filter((two) => two !== only);
    }
  }
  if (rest.now.length > 0 && rest.before.length > 0)
    return { pairs, added: [], left: [], unclear: rest.before };
  return { pairs, added: rest.now, left: rest.before, unclear: [] };
}
