import { describe, expect, it } from '@jest/globals';
import type { TemplateSource } from '../../../src/application/ports/gateway.ts';
import { watchTemplate, type TemplateWatch } from '../../../src/application/send/send-checks.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Template } from '../../../src/domain/message/template.ts';

const SHOWN: Template = {
  ...builtInTemplate(),
  source: 'twilio',
  approvalState: 'approved',
  category: 'UTILITY',
};
const START = '2026-11-23T10:00:00Z';

type Watched = TemplateWatch & {
  readonly at: (time: string) => TemplateWatch;
  /** What Twilio has from now on. */
  readonly has: (now: Template | InviteError | Error) => void;
  readonly fetches: () => number;
};

function watched(): Watched {
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
    has: (next) => {
      answer = next;
    },
    fetches: () => fetches,
  };
}

describe('the watch over a template', () => {
  it('asks nobody for an hour', async () => {
    const watch = watched();
    watch.has({ ...SHOWN, body: 'another' });
    expect(await watch.check()).toBeNull();
    expect(await watch.at('10:59:59').check()).toBeNull();
    expect(watch.fetches()).toBe(0);
  });

  it('asks after an hour, and again an hour after that', async () => {
    const watch = watched();
    expect(await watch.at('11:00:00').check()).toBeNull();
    expect(await watch.at('11:59:59').check()).toBeNull();
    expect(watch.fetches()).toBe(1);
    expect(await watch.at('12:00:00').check()).toBeNull();
    expect(watch.fetches()).toBe(2);
  });

  it('asks after a night, and when the clock was set back', async () => {
    const watch = watched();
    await watch.at('23:00:00').check();
    await watch.at('22:00:00').check();
    expect(watch.fetches()).toBe(2);
    await watch.at('22:30:00').check();
    expect(watch.fetches()).toBe(2);
  });

  it('asks once for two that want to know at the same time', async () => {
    const watch = watched();
    watch.has({ ...SHOWN, body: 'another' });
    const { check } = watch.at('11:00:00');
    const [first, second] = await Promise.all([check(), check()]);
    expect(first).toMatchObject({ kind: 'text_changed' });
    expect(second).toBe(first);
    expect(watch.fetches()).toBe(1);
  });

  it('tells a changed text with both texts, and goes on telling it', async () => {
    const watch = watched();
    const to = { ...SHOWN, body: `${SHOWN.body} ` };
    watch.has(to);
    const { check } = watch.at('11:00:00');
    expect(await check()).toEqual({ kind: 'text_changed', from: SHOWN, to });
    watch.has(SHOWN);
    expect(await watch.at('12:30:00').check()).toEqual({ kind: 'text_changed', from: SHOWN, to });
    expect(watch.fetches()).toBe(1);
  });

  it('tells that WhatsApp counts it as something else', async () => {
    const watch = watched();
    const to = { ...SHOWN, category: 'MARKETING' };
    watch.has(to);
    expect(await watch.at('11:00:00').check()).toEqual({
      kind: 'category_changed',
      from: SHOWN,
      to,
    });
  });

  it('does not mind another name', async () => {
    const watch = watched();
    watch.has({ ...SHOWN, name: 'renamed' });
    expect(await watch.at('11:00:00').check()).toBeNull();
  });

  it.each([
    { code: 'template_not_approved', sid: SHOWN.sid, state: 'paused' },
    { code: 'template_not_found', sid: SHOWN.sid },
    { code: 'twilio_unreachable' },
  ] as const)('tells $code as a reason to send no more', async (problem) => {
    const watch = watched();
    watch.has(new InviteError(problem));
    expect(await watch.at('11:00:00').check()).toEqual({ kind: 'not_sendable', problem });
  });

  it('does not take a fault of the tool for an answer', async () => {
    const watch = watched();
    watch.has(new Error('a fault'));
    await expect(watch.at('11:00:00').check()).rejects.toThrow('a fault');
    watch.has(SHOWN);
    expect(await watch.check()).toBeNull();
    expect(watch.fetches()).toBe(2);
  });
});
