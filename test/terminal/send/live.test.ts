import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { openStandIn } from '../../support/sending/stand-in.ts';
import type { Env } from '../../support/terminal/built-cli.ts';
import { aDesk, attemptsIn } from '../desk.ts';

/** The settings of a live run whose requests to Twilio are redirected to the stand-in. */
function liveSettings({ TWILIO_BASE_URL: standIn = '', ...settings }: Env): Env {
  return {
    ...settings,
    NODE_OPTIONS: `--import ${import.meta.resolve('../../support/network/restrict-connections.ts')}`,
    TWILIO_PORT: new URL(standIn).port,
  };
}

it('refuses numbers reserved for drama in a live run, without a question or a message', async () => {
  const standIn = await openStandIn();
  const desk = aDesk(liveSettings(standIn.settings));
  const terminal = desk.terminal('send', 'players.json');
  await terminal.waitFor('LIVE: every message you say yes to goes to a real person');
  await terminal.waitFor('found     nothing that can be sent');
  await terminal.waitFor('left out  3 rows with faults, told below');
  await terminal.waitFor("The parent's mobile is one of the numbers kept for examples");
  expect(await terminal.exit).toMatchObject({ exitCode: 3 });
  expect(terminal.raw()).not.toContain('Send this to');
  expect(standIn.requests[0]).toMatch(/^GET \/v1\/Content\/HX/u);
  expect(standIn.posts).toEqual([]);
  expect(attemptsIn(desk)).toEqual([]);
});

it('refuses the sample list in a live run, and suggests --rehearse', async () => {
  const standIn = await openStandIn();
  const desk = aDesk(liveSettings(standIn.settings));
  const sample = fileURLToPath(new URL('../../../samples/players.csv', import.meta.url));
  const terminal = desk.at(200)('send', sample);
  await terminal.waitFor('found     nothing that can be sent');
  await terminal.waitFor('to play with the samples, add --rehearse');
  expect(await terminal.exit).toMatchObject({ exitCode: 3 });
  expect(terminal.raw()).not.toContain('Send this to');
  expect(standIn.posts).toEqual([]);
});
