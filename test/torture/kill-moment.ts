import type { Mode } from './modes.ts';
import type { SeededChoice } from './seeded-choice.ts';

/** When to kill a run: `ms` milliseconds after its start, or after the nth event of a kind. */
export type KillMoment = {
  readonly after: 'start' | ToolEvent;
  readonly nth: number;
  readonly ms: number;
};

/** A run in which the event does not occur is killed after this time. */
const LATEST_KILL_MS = 8000;

/** An entry that is listed n times is n times as likely. */
const AFTER: readonly [KillMoment['after'], ...KillMoment['after'][]] = [
  ...(['start', 'start', 'start'] as const),
  ...(['posted', 'posted', 'posted'] as const),
  ...(['accepted', 'accepted'] as const),
  ...(['approved', 'approved'] as const),
  'listed',
];

/** The longest delay after an event, long enough to reach the next step. */
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
  // A list that is already sent in part has few requests left.
  const nth = choice.pick([1, 1, 1, 2, 2, 3], 'nth', run);
  const longest = longestAfter(after, mode);
  const share = choice.integer(0, 100, 'ms', run) / 100;
  // After an event short delays are more likely, since two writes follow each other closely there.
  return { after, nth, ms: Math.round(longest * (after === 'start' ? share : share ** 2)) };
}

/** Kills at the moment, or after LATEST_KILL_MS. The returned function cancels it. */
export function killAt({ after, nth, ms }: KillMoment, events: ToolEvents, kill: () => void) {
  const timers = [setTimeout(kill, after === 'start' ? ms : LATEST_KILL_MS)];
  let times = 0;
  const unwatch = events.watch((event) => {
    if (event === after) times += 1;
    if (event !== after || times !== nth) return;
    // Killed synchronously, before the tool gets the response.
    if (ms === 0) kill();
    else timers.push(setTimeout(kill, ms));
  });
  return (): void => {
    unwatch();
    for (const timer of timers) clearTimeout(timer);
  };
}

/** Events seen from outside the tool: a create request, its acceptance, a request for the list, a typed y. */
type ToolEvent = 'posted' | 'accepted' | 'listed' | 'approved';

export type ToolEvents = {
  readonly emit: (event: ToolEvent) => void;
  /** Adds a listener. The returned function removes it. */
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
