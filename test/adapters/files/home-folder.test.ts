import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  homeFolder,
  liveLedgerFile,
  rehearsalLedgerFile,
  settingsFile,
} from '../../../src/adapters/files/home-folder.ts';

const USER = join('/', 'users', 'robin');

describe('the folder for the tool’s files', () => {
  it.each<readonly [string, string, Readonly<Record<string, string>>, string]>([
    ['linux', 'by convention', {}, join(USER, '.local', 'state', 'urmston-invite')],
    ['linux', 'as the desktop has it', { XDG_STATE_HOME: '/state' }, '/state/urmston-invite'],
    [
      'linux',
      'a relative path is not a valid state home',
      { XDG_STATE_HOME: 'state' },
      join(USER, '.local', 'state', 'urmston-invite'),
    ],
    [
      'linux',
      'an empty path is not valid either',
      { XDG_STATE_HOME: '' },
      join(USER, '.local', 'state', 'urmston-invite'),
    ],
    ['freebsd', 'as on linux', {}, join(USER, '.local', 'state', 'urmston-invite')],
    [
      'darwin',
      'by convention',
      { XDG_STATE_HOME: '/state' },
      join(USER, 'Library', 'Application Support', 'urmston-invite'),
    ],
    ['win32', 'by convention', {}, join(USER, 'AppData', 'Local', 'urmston-invite')],
    [
      'win32',
      'the local application data of Windows, which does not roam',
      { LOCALAPPDATA: '/local', APPDATA: '/roaming' },
      join('/local', 'urmston-invite'),
    ],
  ])('is on %s, %s: %j', (platform, _how, env, expected) => {
    expect(homeFolder({ env, platform, userFolder: USER })).toBe(expected);
  });

  it.each([['linux'], ['darwin'], ['win32']])('is the configured one, on %s', (platform) => {
    const env = { URMSTON_INVITE_HOME: '/club', XDG_STATE_HOME: '/state', LOCALAPPDATA: '/local' };
    expect(homeFolder({ env, platform, userFolder: USER })).toBe('/club');
  });

  it('is below the home directory if the configured path is relative, in any working directory', () => {
    const env = { URMSTON_INVITE_HOME: 'club' };
    expect(homeFolder({ env, platform: 'linux', userFolder: USER })).toBe(join(USER, 'club'));
  });

  it('is not the configured one if that is empty', () => {
    const env = { URMSTON_INVITE_HOME: '' };
    expect(homeFolder({ env, platform: 'linux', userFolder: USER })).toBe(
      join(USER, '.local', 'state', 'urmston-invite'),
    );
  });

  it('has a ledger for live sends, one for rehearsals, and the settings', () => {
    expect([liveLedgerFile('/club'), rehearsalLedgerFile('/club'), settingsFile('/club')]).toEqual([
      join('/club', 'ledger.db'),
      join('/club', 'rehearsal.db'),
      join('/club', 'settings.env'),
    ]);
  });
});
