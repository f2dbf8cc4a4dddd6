import { describe, expect, it } from '@jest/globals';
import { coloursFor } from '../../../src/cli/terminal/colours.ts';
import { unwrapped } from '../../support/normalised-text.ts';
import { fakeShell, type Scene } from '../../support/terminal/fake-shell.ts';
import { run, sample } from '../run.ts';

type Case = Scene & { readonly wanted?: boolean; readonly colour: boolean; readonly why: string };

const ON_A_TERMINAL: Scene = { terminals: ['stdout'] };

describe('colour', () => {
  const CASES: readonly Case[] = [
    { ...ON_A_TERMINAL, colour: true, why: 'a terminal shows it' },
    { colour: false, why: 'a file or a pipe does not' },
    { terminals: ['stderr'], colour: false, why: 'each stream is judged on its own' },
    { ...ON_A_TERMINAL, env: { NO_COLOR: '1' }, colour: false, why: 'NO_COLOR is set' },
    { ...ON_A_TERMINAL, env: { NO_COLOR: '0' }, colour: false, why: 'whatever NO_COLOR is set to' },
    { ...ON_A_TERMINAL, env: { NO_COLOR: '' }, colour: true, why: 'an empty NO_COLOR is as none' },
    { ...ON_A_TERMINAL, env: { TERM: 'dumb' }, colour: false, why: 'a dumb terminal has none' },
    { ...ON_A_TERMINAL, wanted: false, colour: false, why: '--no-color was typed' },
    { env: { CLICOLOR_FORCE: '1' }, colour: true, why: 'it is forced, as for a recording' },
    { env: { FORCE_COLOR: '1' }, colour: true, why: 'it is forced in the other spelling' },
    { env: { CLICOLOR_FORCE: '0' }, colour: false, why: 'a 0 forces nothing' },
    { env: { CLICOLOR_FORCE: '1', NO_COLOR: '1' }, colour: false, why: 'NO_COLOR is the stronger' },
    {
      env: { CLICOLOR_FORCE: '1' },
      wanted: false,
      colour: false,
      why: '--no-color is stronger, too',
    },
  ];

  it.each(CASES)('is there: $colour, since $why', async ({ wanted = true, colour, ...scene }) => {
    const shell = fakeShell(scene);
    const colours = await coloursFor(shell.stdout, shell, wanted);
    expect(colours.bad('x') !== 'x').toBe(colour);
  });

  it('is never the only sign: without it, the words are the same', async () => {
    const [painted, plain] = [
      await run(['check', sample('players.csv')], ON_A_TERMINAL),
      await run(['check', sample('players.csv')]),
    ];
    expect(painted.stdout).not.toBe(plain.stdout);
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    const words = painted.stdout.replace(/\u001B\[\d+m/gu, '');
    expect(unwrapped(words)).toBe(unwrapped(plain.stdout));
  });

  it.each(['--json', '--no-color'])('never gets into what %s prints', async (flag) => {
    const { stdout } = await run(['check', sample('players.csv'), flag], ON_A_TERMINAL);
    expect(stdout).not.toContain('\u001B');
  });
});
