import type { SeededChoice } from './seeded-choice.ts';
import type { Mode } from './modes.ts';

/** So many milliseconds after the start, or after something was seen for the nth time in this run. */
export type KillMoment = {
  readonly after: 'start' | ToolEvent;
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

export function randomKillMoment(choice: SeededChoice, mode: Mode, run: number): KillMoment {
  const after = choice.pick(AFTER, 'after', run);
  // A list that has been sent in part has few requests left.
  const nth = choice.pick([1, 1, 1, 2, 2, 3], 'nth', run);
  const longest = longestAfter(after, mode);
  const share = choice.integer(0, 100, 'ms', run) / 100;
  // Behind what was seen rather soon than late: there two writes stand close together.
  return { after, nth, ms: Math.round(longest * (after === 'start' ? share : share ** 2)) };
}

/** Kills at the moment, or late if it never comes, unless the function that is returned is called. */
export function killAt({ after, nth, ms }: KillMoment, events: ToolEvents, kill: () => void) {
  const timers = [setTimeout(kill, after === 'start' ? ms : LATEST_KILL_MS)];
  let times = 0;
  const unwatch = events.watch((event) => {
    if (event === after) times += 1;
    if (event !== after || times !== nth) return;
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
type ToolEvent = 'posted' | 'accepted' | 'listed' | 'approved';

export type ToolEvents = {
  readonly emit: (event: ToolEvent) => void;
  /** Watches from now on, until the function that is returned is called. */
  readonly watch: (watcher: (event: ToolEvent) => void) => () => void;
};

export function toolEvents(): ToolEvents {
  const watchers = new Set<(event: ToolEvent) => void>();
  return {
    emit: (event) => {
      for (const watcher of watchers) watcher(event);
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
  };
}
