import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { keepingTemplates, keptTemplate } from '../../../src/adapters/files/template-cache.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import type { Template } from '../../../src/domain/message/template.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import { aTemplateSid } from '../../support/builders.ts';
import { aFolder } from '../../support/terminal/fake-shell.ts';

const sid = aTemplateSid();
const FETCHED: Template = {
  ...builtInTemplate(sid),
  name: 'registration_invite',
  source: 'twilio',
  approvalState: 'approved',
  category: 'UTILITY',
};
const clock = { now: () => new Date('2026-11-23T10:00:00.000Z') };
const fileIn = (home: string): string => join(home, 'cache', 'template.json');

async function fetchedInto(home: string, template: Template = FETCHED): Promise<void> {
  const source = keepingTemplates({ fetch: async () => template }, { home, mode: 'live', clock });
  expect(await source.fetch()).toBe(template);
}

describe('a cached template', () => {
  it('is readable by its owner alone, and is returned with its date', async () => {
    const home = join(aFolder(), 'home');
    await fetchedInto(home);
    expect(keptTemplate({ home, mode: 'live' }, sid)).toEqual({
      template: { ...FETCHED, source: 'cache' },
      fetchedAt: clock.now(),
    });
    expect(readdirSync(join(home, 'cache'))).toEqual(['template.json']);
    expect(statSync(fileIn(home)).mode % 0o1000).toBe(0o600);
    expect(statSync(join(home, 'cache')).mode % 0o1000).toBe(0o700);
  });

  it('replaces the one before', async () => {
    const home = aFolder();
    await fetchedInto(home);
    await fetchedInto(home, { ...FETCHED, body: `${FETCHED.body} Soon!` });
    expect(keptTemplate({ home, mode: 'live' }, sid)?.template.body).toMatch(/Soon!$/u);
  });

  it('is not used for another template, nor for that of a stand-in', async () => {
    const home = aFolder();
    await fetchedInto(home);
    expect(keptTemplate({ home, mode: 'live' }, aTemplateSid('b'))).toBeNull();
    expect(keptTemplate({ home, mode: 'stand_in' }, sid)).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"mode":'],
    ['another form', '{"mode":"live"}'],
    ['a list', '[]'],
  ])('is ignored if the file has %s', (_what, text) => {
    const home = aFolder();
    mkdirSync(join(home, 'cache'));
    writeFileSync(fileIn(home), text);
    expect(keptTemplate({ home, mode: 'live' }, sid)).toBeNull();
  });

  it('is ignored if its text lacks one of the variables', async () => {
    const home = aFolder();
    await fetchedInto(home);
    writeFileSync(fileIn(home), readFileSync(fileIn(home), 'utf8').replace('{{9}}', ''));
    expect(keptTemplate({ home, mode: 'live' }, sid)).toBeNull();
  });

  it('is returned even if it cannot be cached', async () => {
    const home = aFolder();
    writeFileSync(join(home, 'cache'), 'a file in its place');
    await fetchedInto(home);
    expect(keptTemplate({ home, mode: 'live' }, sid)).toBeNull();
  });

  it('exists only once one was fetched', async () => {
    const home = aFolder();
    const problem = { code: 'template_not_found', sid } as const;
    const none = async (): Promise<Template> => await Promise.reject(new InviteError(problem));
    const source = keepingTemplates({ fetch: none }, { home, mode: 'live', clock });
    await expect(source.fetch()).rejects.toThrow('template_not_found');
    expect(readdirSync(home)).toEqual([]);
  });
});
