import { describe, expect, it } from '@jest/globals';
import type { Env } from '../support/terminal/built-cli.ts';
import { aDesk } from './desk.ts';

// oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
const COLOUR = /\u001B\[[\d;]*m/u;
const PREVIEW = ['preview', 'players.json'];

describe('colours', () => {
  it.each<[string, boolean, Env, readonly string[]]>([
    ['are present at a terminal', true, {}, PREVIEW],
    ['are present when NO_COLOR is empty', true, { NO_COLOR: '' }, PREVIEW],
    ['are absent with NO_COLOR', false, { NO_COLOR: '1' }, PREVIEW],
    ['are absent with TERM=dumb', false, { TERM: 'dumb' }, PREVIEW],
    ['are absent with --no-color', false, {}, ['--no-color', ...PREVIEW]],
    ['are absent with --no-color after the file', false, {}, [...PREVIEW, '--no-color']],
    [
      'are absent with NO_COLOR, even if forced',
      false,
      { NO_COLOR: '1', CLICOLOR_FORCE: '1' },
      PREVIEW,
    ],
  ])('%s', async (_, areThere, env, args) => {
    const terminal = aDesk(env).terminal(...args);
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(terminal.screen()).toContain('Hi Jane');
    expect(COLOUR.test(terminal.raw())).toBe(areThere);
  });

  it.each<[string, boolean, Env]>([
    ['are absent in a pipe', false, {}],
    ['are present in a pipe when forced', true, { CLICOLOR_FORCE: '1' }],
  ])('%s', async (_, areThere, env) => {
    const { stdout } = await aDesk(env).piped('', ...PREVIEW);
    expect(COLOUR.test(stdout)).toBe(areThere);
  });

  it('are absent from questions with NO_COLOR', async () => {
    const terminal = aDesk({ NO_COLOR: '1' }).terminal('send', 'players.json', '--rehearse');
    await terminal.waitFor('(y/n/b/q/?)');
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
    expect(terminal.raw()).not.toMatch(COLOUR);
  });
});
