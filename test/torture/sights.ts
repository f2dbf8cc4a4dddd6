/** What can be seen of the tool from outside: a create request, one accepted, a list asked for, a yes typed. */
export type Sight = 'posted' | 'accepted' | 'listed' | 'approved';

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
