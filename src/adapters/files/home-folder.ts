import { join, resolve } from 'node:path';

type Surroundings = {
  readonly env: { readonly [name: string]: string | undefined };
  readonly platform: string;
  /** The user's home directory. */
  readonly userFolder: string;
};

/** The one folder in which the tool keeps what it keeps, by each platform's convention. */
export function homeFolder({ env, platform, userFolder }: Surroundings): string {
  const chosen = env['URMSTON_INVITE_HOME'];
  // From the home directory and not from where one happens to stand: two folders, two ledgers.
  if (chosen !== undefined && chosen !== '') return resolve(userFolder, chosen);
  if (platform === 'darwin') {
    return join(userFolder, 'Library', 'Application Support', 'urmston-invite');
  }
  if (platform === 'win32') {
    // The local one: what roams is copied between machines, and a copied ledger is no ledger.
    return join(env['LOCALAPPDATA'] || join(userFolder, 'AppData', 'Local'), 'urmston-invite');
  }
  // The XDG specification has relative paths ignored.
  const state = env['XDG_STATE_HOME'];
  const base = state?.startsWith('/') === true ? state : join(userFolder, '.local', 'state');
  return join(base, 'urmston-invite');
}

export const liveLedgerFile = (home: string): string => join(home, 'ledger.db');
export const rehearsalLedgerFile = (home: string): string => join(home, 'rehearsal.db');
export const templateCacheFile = (home: string): string => join(home, 'cache', 'template.json');
export const settingsFile = (home: string): string => join(home, 'settings.env');
