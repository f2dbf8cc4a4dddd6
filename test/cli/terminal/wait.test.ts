import { describe, expect, it } from '@jest/globals';
import { waitBy } from '../../../src/cli/terminal/wait.ts';
import { manualTimers } from '../../support/terminal/fake-shell.ts';

const never = (): AbortSignal => new AbortController().signal;

describe('a wait', () => {
  it('is over when its time is', async () => {
    const timers = manualTimers();
    const waited = waitBy(timers)(700, never());
    expect(timers.waits()).toEqual([700]);
    await timers.elapse();
    await waited;
  });

  it('is over at once when somebody wants to stop, and leaves no timer behind', async () => {
    const timers = manualTimers();
    const stop = new AbortController();
    const waited = waitBy(timers)(700, stop.signal);
    stop.abort();
    await waited;
    expect(timers.waits()).toEqual([]);
  });

  it('does not begin where somebody has wanted to stop before', async () => {
    const timers = manualTimers();
    await waitBy(timers)(700, AbortSignal.abort());
    expect(timers.waits()).toEqual([]);
  });
});
