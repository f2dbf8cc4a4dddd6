import { describe, expect, it } from '@jest/globals';
import { waitBy } from '../../../src/cli/terminal/wait.ts';
import { manualTimers } from '../../support/terminal/fake-shell.ts';

const never = (): AbortSignal => new AbortController().signal;

describe('a wait', () => {
  it('ends when its time is over', async () => {
    const timers = manualTimers();
    const waited = waitBy(timers)(700, never());
    expect(timers.waits()).toEqual([700]);
    await timers.elapse();
    await waited;
  });

  it('ends at once when it is aborted, and leaves no timer', async () => {
    const timers = manualTimers();
    const stop = new AbortController();
    const waited = waitBy(timers)(700, stop.signal);
    stop.abort();
    await waited;
    expect(timers.waits()).toEqual([]);
  });

  it('does not begin if it was aborted before', async () => {
    const timers = manualTimers();
    await waitBy(timers)(700, AbortSignal.abort());
    expect(timers.waits()).toEqual([]);
  });
});
