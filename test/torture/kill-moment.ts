import type { Dice } from './seeded-choice.ts';
import type { Mode } from './modes.ts';

/** So many milliseconds after the start, or after something was seen for the nth time in this run. */
export type KillMoment = {
  readonly after: 'start' | Sight;
  readonly nth: number;
  readonly ms: number;
};

/** A run in which the moment never comes is killed then: it hangs, or waits for an answer. */
const LATEST_KILL_MS = 8000;

/** How often each is taken, as its share of the whole. */
const AFTER: readonly [KillMoment['after'], ...KillMoment['after'][]] = [
  ...(['start', 'start', 'start'] as const),
  ...(['posted', 'posted', 'posted'] as const),
  ...(['accepted', 'accepted'] as const),
  ...(['approved', 'approved'] as const),
  'listed',
];

/** Long enough to reach what comes next. */
function longestAfter(after: KillMoment['after'], mode: Mode): number {
  switch (after) {
    case 'start':
      return 4500;
    case 'posted':
      return mode === 'slow' ? 1500 : 60;
    case 'accepted':
      return 30;
    case 'listed':
      return 300;
    case 'approved':
      return 600;
  }
}

export function killMomentBy(dice: Dice, mode: Mode, run: number): KillMoment {
  const after = dice.pick(AFTER, 'after', run);
  // A list that has been sent in part has few requests left.
  const nth = dice.pick([1, 1, 1, 2, 2, 3], 'nth', run);
  const longest = longestAfter(after, mode);
  const share = dice.whole(0, 100, 'ms', run) / 100;
  // Behind what was seen rather soon than late: there two writes stand close together.
  return { after, nth, ms: Math.round(longest * (after === 'start' ? share : share ** 2)) };
}

/** Kills at the moment, or late if it never comes, unless the function that is returned is called. */
export function killAt({ after, nth, ms }: KillMoment, sights: Sights, kill: () => void) {
  const timers = [setTimeout(kill, after === 'start' ? ms : LATEST_KILL_MS)];
  let times = 0;
  const unwatch = sights.watch((sight) => {
    if (sight === after) times += 1;
    if (sight !== after || times !== nth) return;
    // At once means before the tool hears of it.
    if (ms === 0) kill();
    else timers.push(setTimeout(kill, ms));
  });
  return (): void => {
    unwatch();
    for (const timer of timers) clearTimeout(timer);
  };
}

/** What can be seen of the tool from outside: a create request, one accepted, a list asked for, a yes typed. */
type Sight = 'posted' | 'accepted' | 'listed' | 'approved';

export type Sights = {
  readonly saw: (sight: Sight) => void;
  /** Watches from now on, until the function that is returned is called. */
  readonly watch: (watcher: (sight: Sight) => void) => () => void;
};

export function noSightsYet(): Sights {
  const watchers = new Set<(sight: Sight) => void>();
  return {
    saw: (sight) => {
      for (const watcher of watchers) watcher(sight);
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
