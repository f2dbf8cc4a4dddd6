import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aFolder } from './support/fake-shell.ts';
import { leaksOf } from './support/leak-watch.ts';

const TOKEN = 's3cr3t-token-of-nobody';
const ENV = { TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`, TWILIO_AUTH_TOKEN: TOKEN };

function aHome(files: { readonly [path: string]: string } = {}): string {
  const home = aFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(home, path, '..'), { recursive: true });
    writeFileSync(join(home, path), text);
  }
  return home;
}

const run = (output: string, home = aHome(), ...args: readonly string[]) => ({
  env: ENV,
  args,
  outputs: () => output,
  home,
});

describe('the watch for leaks', () => {
  it.each([
    ['as it is', TOKEN],
    ['as HTTP sends it', Buffer.from(`${ENV.TWILIO_ACCOUNT_SID}:${TOKEN}`).toString('base64')],
  ])('finds a secret in an output %s', (_how, text) => {
    expect(leaksOf(run(`fault: ${text}.`))).toEqual(['the output']);
  });

  it('finds a secret that stands in the settings file alone, and not there', () => {
    const home = aHome({ 'settings.env': 'API_KEY=secretary:a-key-of-twenty-characters\n' });
    expect(leaksOf(run('secretary', home))).toEqual([]);
    expect(leaksOf(run('a-key-of-twenty-characters', home))).toEqual(['the output']);
  });

  it.each(['cache/fault.log', 'ledger.db', 'rehearsal.db-wal'])('finds a secret in %s', (path) => {
    const home = aHome({ [path]: `\u0000${TOKEN}` });
    expect(leaksOf(run('', home))).toEqual([join(home, path)]);
  });

  it.each(['07700 900123', '+447700900123', '00447700900123', '+44 7700 900123'])(
    'finds %s in a log, and not in a ledger',
    (number) => {
      const home = aHome({ 'cache/fault.log': number, 'ledger.db': number });
      expect(leaksOf(run('', home))).toEqual([join(home, 'cache', 'fault.log')]);
    },
  );

  it('finds a person’s number in what a command tells that tells none, and not the club’s own', () => {
    const told = 'from +44 7700 900999 to +44 7700 900123';
    expect(leaksOf(run(told, aHome(), 'status'))).toEqual(['the output']);
    expect(leaksOf(run(told, aHome(), 'status', '--json'))).toEqual([]);
    expect(leaksOf(run(told, aHome(), 'preview', 'list.csv'))).toEqual([]);
    expect(leaksOf(run('from +44 7700 900999', aHome(), 'status'))).toEqual([]);
  });
});
