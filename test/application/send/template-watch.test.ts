import { describe, expect, it } from '@jest/globals';
import type { TemplateSource } from '../../../src/application/ports/gateway.ts';
import { watchTemplate, type TemplateWatch } from '../../../src/application/send/send-checks.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Template } from '../../../src/domain/message/template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';

const SHOWN: Template = {
  ...builtInTemplate(),
  source: 'twilio',
  approvalState: 'approved',
  category: 'UTILITY',
};
const START = '2026-11-23T10:00:00Z';

type WatchedTemplate = TemplateWatch & {
  readonly at: (time: string) => TemplateWatch;
  /** Sets what Twilio returns from now on. */
  readonly setResponse: (now: Template | InviteError | Error) => void;
  readonly fetches: () => number;
};

function watchedTemplate(): WatchedTemplate {
  let now = new Date(START);
  let fetches = 0;
  let answer: Template | Error = SHOWN;
  const templates: TemplateSource = {
    fetch: async () => {
      fetches += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  const watch = watchTemplate(SHOWN, new Date(START), { templates, clock: { now: () => now } });
  return {
    ...watch,
    at: (time) => {
      now = new Date(`2026-11-23T${time}Z`);
      return watch;
    },
    setResponse: (next) => {
      answer = next;
    },
    fetches: () => fetches,
  };
}

describe('watching a template', () => {
  it('sends no request for an hour', async () => {
    const watch = watchedTemplate();
    watch.setResponse({ ...SHOWN, body: 'another' });
    expect(await watch.check()).toBeNull();
    expect(await watch.at('10:59:59').check()).toBeNull();
    expect(watch.fetches()).toBe(0);
  });

  it('sends a request after an hour, and again an hour later', async () => {
    const watch = watchedTemplate();
    expect(await watch.at('11:00:00').check()).toBeNull();
    expect(await watch.at('11:59:59').check()).toBeNull();
    expect(watch.fetches()).toBe(1);
    expect(await watch.at('12:00:00').check()).toBeNull();
    expect(watch.fetches()).toBe(2);
  });

  it('sends a request after a night, and when the clock was set back', async () => {
    const watch = watchedTemplate();
    await watch.at('23:00:00').check();
    await watch.at('22:00:00').check();
    expect(watch.fetches()).toBe(2);
    await watch.at('22:30:00').check();
    expect(watch.fetches()).toBe(2);
  });

  it('sends one request for two checks at the same time', async () => {
    const watch = watchedTemplate();
    watch.setResponse({ ...SHOWN, body: 'another' });
    const { check } = watch.at('11:00:00');
    const [first, second] = await Promise.all([check(), check()]);
    expect(first).toMatchObject({ kind: 'text_changed' });
    expect(second).toBe(first);
    expect(watch.fetches()).toBe(1);
  });

  it('reports a changed text with both texts, each time', async () => {
    const watch = watchedTemplate();
    const to = { ...SHOWN, body: `${SHOWN.body} ` };
    watch.setResponse(to);
    const { check } = watch.at('11:00:00');
    expect(await check()).toEqual({ kind: 'text_changed', from: SHOWN, to });
    watch.setResponse(SHOWN);
    expect(await watch.at('12:30:00').check()).toEqual({ kind: 'text_changed', from: SHOWN, to });
    expect(watch.fetches()).toBe(1);
  });

  it('reports a changed category', async () => {
    const watch = watchedTemplate();
    const to = { ...SHOWN, category: 'MARKETING' };
    watch.setResponse(to);
    expect(await watch.at('11:00:00').check()).toEqual({
      kind: 'category_changed',
      from: SHOWN,
      to,
    });
  });

  it('ignores a changed name', async () => {
    const watch = watchedTemplate();
    watch.setResponse({ ...SHOWN, name: 'renamed' });
    expect(await watch.at('11:00:00').check()).toBeNull();
  });

  it.each([
    { code: 'template_not_approved', sid: SHOWN.sid, state: 'paused' },
    { code: 'template_not_found', sid: SHOWN.sid },
    { code: 'twilio_unreachable' },
  ] as const)('returns $code as a reason to stop sending', async (problem) => {
    const watch = watchedTemplate();
    watch.setResponse(new InviteError(problem));
    expect(await watch.at('11:00:00').check()).toEqual({ kind: 'not_sendable', problem });
  });

  it('throws an error of the program', async () => {
    const watch = watchedTemplate();
    watch.setResponse(new Error('a fault'));
    await expect(watch.at('11:00:00').check()).rejects.toThrow('a fault');
    watch.setResponse(SHOWN);
    expect(await watch.check()).toBeNull();
    expect(watch.fetches()).toBe(2);
  });
});
