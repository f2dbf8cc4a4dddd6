import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { leaksOf, type WatchedRun, outputMayHoldNumbers } from './support/leak-watch.ts';
import { aFolder } from './support/terminal/fake-shell.ts';

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

const run = (output: string, home = aHome(), mayHoldNumbers = false): WatchedRun => ({
  env: ENV,
  outputs: () => output,
  mayHoldNumbers,
  home,
});

describe('the leak watch', () => {
  it.each([
    ['as it is', TOKEN],
    ['as HTTP sends it', Buffer.from(`${ENV.TWILIO_ACCOUNT_SID}:${TOKEN}`).toString('base64')],
  ])('finds a secret in an output %s', (_how, text) => {
    expect(leaksOf(run(`fault: ${text}.`))).toEqual(['the output, a secret']);
  });

  it('finds a secret from the settings file everywhere but in that file', () => {
    const home = aHome({ 'settings.env': 'API_KEY=secretary:a-key-of-twenty-characters\n' });
    expect(leaksOf(run('secretary', home))).toEqual([]);
    expect(leaksOf(run('a-key-of-twenty-characters', home))).toEqual(['the output, a secret']);
  });

  it.each(['cache/fault.log', 'ledger.db', 'rehearsal.db-wal'])('finds a secret in %s', (path) => {
    const home = aHome({ [path]: `\u0000${TOKEN}` });
    expect(leaksOf(run('', home))).toEqual([`${join(home, path)}, a secret`]);
  });

  it.each(['07700 900123', '+447700900123', '00447700900123', '+44 7700 900123'])(
    'finds %s in a log, but not in a ledger',
    (number) => {
      const home = aHome({ 'cache/fault.log': number, 'ledger.db': number });
      expect(leaksOf(run('', home))).toEqual([`${join(home, 'cache', 'fault.log')}, a number`]);
    },
  );

  it('finds a person’s number in an output without numbers, but not the club’s own', () => {
    const text = 'from +44 7700 900999 to +44 7700 900123';
    expect(leaksOf(run(text))).toEqual(['the output, a number']);
    expect(leaksOf(run(text, aHome(), true))).toEqual([]);
    expect(leaksOf(run('from +44 7700 900999'))).toEqual([]);
  });

  it('finds no number in the digits of a digest or an id', () => {
    const digest = `${'ab'.repeat(10)}07700900123c${'ab'.repeat(16)}`;
    expect(leaksOf(run(`${digest} 0f0f0f0f-1234-4234-8234-07700900123c`))).toEqual([]);
  });

  it('finds a secret in the working folder, but not in its settings', () => {
    const folder = aHome({ '.env': TOKEN, 'list.csv': '07700 900123', 'report.csv': TOKEN });
    expect(leaksOf({ ...run(''), folder })).toEqual([`${join(folder, 'report.csv')}, a secret`]);
  });
});

describe('an output that may hold numbers', () => {
  it.each([
    ['send list.csv', 'piped'],
    ['history', 'terminal'],
    ['opt-out list', 'terminal'],
    ['opt-out list --json', 'piped'],
    ['status --json', 'piped'],
    ['status', 'terminal'],
    ['serve --help', 'piped'],
  ])('is the output of %s (%s)', (line, where) => {
    expect(outputMayHoldNumbers(line.split(' '), where === 'terminal')).toBe(true);
  });

  it.each([
    ['history', 'piped'],
    ['opt-out list', 'piped'],
    ['status', 'piped'],
    ['doctor', 'terminal'],
    ['config --json', 'terminal'],
    ['serve --json', 'terminal'],
    ['completion bash', 'terminal'],
    ['nonsense', 'terminal'],
  ])('is not the output of %s (%s)', (line, where) => {
    expect(outputMayHoldNumbers(line.split(' '), where === 'terminal')).toBe(false);
  });
});
