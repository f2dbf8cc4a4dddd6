import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CLI } from '../../support/terminal/built-cli.ts';
import { runPiped, type PipedRun } from '../../support/terminal/run-piped.ts';
import { aDesk, type Desk } from '../desk.ts';

/** Imported before the built tool: writes its peak resident set size in KiB to the file PEAK_MEMORY_FILE. */
const PEAK_MEMORY = `data:text/javascript,${encodeURIComponent(
  'import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(process.env.PEAK_MEMORY_FILE,String(process.resourceUsage().maxRSS)))',
)}`;
/** Larger than a list may be, and small enough for the leak watch to read. */
const LARGE_BYTES = 80 * 1024 * 1024;
const HUGE_BYTES = 1024 * 1024 * 1024;

/** Creates something other than a plain file at a path. */
const INSTEAD = {
  'a pipe without a writer': (file) => execFileSync('mkfifo', [file]),
  'a folder': (file) => mkdirSync(file),
  'a link to a folder': (file) => {
    mkdirSync(`${file}.folder`);
    symlinkSync(`${file}.folder`, file);
  },
  'a link to itself': (file) => symlinkSync(file, file),
  'two links to each other': (file) => {
    symlinkSync(`${file}.other`, file);
    symlinkSync(file, `${file}.other`);
  },
  'a link that leads nowhere': (file) => symlinkSync(join(dirname(file), 'away', 'kept'), file),
  'a device without an end': (file) => symlinkSync('/dev/zero', file),
  'a device without anything': (file) => symlinkSync('/dev/null', file),
  'a socket': async (file) => {
    const server = createServer();
    server.listen(file);
    await once(server, 'listening');
    server.unref();
  },
  'a large file': (file) => makeLong(file, LARGE_BYTES),
  'a picture': (file) => writeFileSync(file, Buffer.from(`\u0089PNG\r\n\u001A\n\0\0\0\rIHDR`)),
} as const satisfies { readonly [what: string]: (file: string) => unknown };

/** A sparse file of zeros. */
function makeLong(file: string, bytes: number): void {
  const opened = openSync(file, 'w');
  ftruncateSync(opened, bytes);
  closeSync(opened);
}

const settingsPlace = ({ home }: Desk): string => join(home, 'settings.env');
const mapPlace = ({ home }: Desk): string => join(home, 'maps', 'club.json');
const ledgerPlace = ({ home }: Desk): string => join(home, 'rehearsal.db');

type Instead = keyof typeof INSTEAD;

const IS_SETTINGS: { readonly [what in Instead]: string } = {
  'a pipe without a writer': 'it is a pipe, a socket or a device',
  'a folder': 'it is a folder',
  'a link to a folder': 'it is a folder',
  'a link to itself': 'it is a link that leads back to itself',
  'two links to each other': 'it is a link that leads back to itself',
  'a link that leads nowhere': 'it is a link that leads nowhere',
  'a device without an end': 'it is a pipe, a socket or a device',
  'a device without anything': 'it is a pipe, a socket or a device',
  'a socket': 'it is a pipe, a socket or a device',
  'a large file': 'it is far larger than settings are',
  'a picture': 'it holds something else than text',
};

const ALL = Object.keys(INSTEAD) as readonly Instead[];
/** One for each way in which reading could fail: blocking, an error, exhausting memory. */
const SOME = ['a pipe without a writer', 'a folder', 'a large file'] as const;

/** A desk with one of these in place of a file. */
async function aDeskWith(what: Instead, place: (desk: Desk) => string): Promise<Desk> {
  const desk = aDesk();
  mkdirSync(desk.home);
  await INSTEAD[what](place(desk));
  return desk;
}

/** All paths in the desk's folders, without following links. */
function everything({ home, folder }: Desk): readonly string[] {
  return [home, folder]
    .flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
    )
    .filter((path) => !path.includes(join('home', 'cache')))
    .toSorted();
}

async function json(desk: Desk, ...args: readonly string[]): Promise<PipedRun['exitCode']> {
  const { exitCode, stdout } = await desk.piped('', ...args, '--json');
  report = JSON.parse(stdout).error;
  return exitCode;
}
let report: { readonly code: string; readonly message: string; readonly fix: string };

describe.each([
  ['.env', ({ folder }: Desk) => join(folder, '.env')],
  ['the settings file', settingsPlace],
] as const)('in the place of %s', (_name, place) => {
  it.each(ALL)('%s is reported at once, and nothing is done', async (what) => {
    const desk = await aDeskWith(what, place);
    const before = everything(desk);
    expect(await json(desk, 'send', 'players.json', '--rehearse')).toBe(4);
    expect(report.code).toBe('settings_unreadable');
    expect(report.message).toBe(
      `The settings in ${place(desk)} cannot be read: ${IS_SETTINGS[what]}.`,
    );
    expect(report.fix).toContain('Move it away or put it right');
    expect(everything(desk)).toEqual(before);
  });

  it.each(SOME)('%s is one of the findings of doctor', async (what) => {
    const desk = await aDeskWith(what, place);
    const { exitCode, stdout } = await desk.piped('', 'doctor', '--rehearse', '--json');
    expect(exitCode).toBe(4);
    expect(JSON.parse(stdout).findings).toContainEqual(
      expect.objectContaining({ code: 'settings_unreadable', state: 'fault' }),
    );
  });
});

describe('in the place of a kept map', () => {
  const place = mapPlace;

  it.each(SOME)('%s is reported, and --save-map leaves no half of a file', async (what) => {
    const desk = aDesk();
    mkdirSync(join(desk.home, 'maps'), { recursive: true });
    INSTEAD[what](place(desk));
    desk.write('list.csv', 'Handset\n07700 900123\n');
    const used = await desk.piped('', 'check', 'list.csv', '--use-map', 'club');
    expect(used).toMatchObject({ exitCode: 4 });
    expect(used.stderr).toContain(place(desk));
    const keep = ['check', 'list.csv', '--map', 'parent_tel=Handset', '--save-map', 'club'];
    const { exitCode } = await desk.piped('', ...keep);
    expect(exitCode).toBe(what === 'a folder' ? 4 : 3);
    expect(readdirSync(join(desk.home, 'maps'))).toEqual(['club.json']);
  });
});

describe('in the place of a cached file', () => {
  const KEPT = ['template.json', 'shown-lists.json', 'fault.log', 'code'] as const;

  it.each(KEPT.flatMap((name) => SOME.map((what) => [name, what] as const)))(
    '%s: %s does not affect a command',
    async (name, what) => {
      const desk = aDesk();
      mkdirSync(join(desk.home, 'cache'), { recursive: true });
      INSTEAD[what](join(desk.home, 'cache', name));
      const { exitCode, stderr } = await desk.piped('', 'preview', 'players.json', '--quiet');
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    },
  );
});

const IS_LEDGER: { readonly [what in Instead]: RegExp } = {
  'a pipe without a writer': /a folder of that name, or a pipe, a socket or a device/u,
  'a folder': /a folder of that name, or a pipe, a socket or a device/u,
  'a link to a folder': /a folder of that name, or a pipe, a socket or a device/u,
  'a link to itself': /its path leads nowhere, or a link on the way leads back to itself/u,
  'two links to each other': /its path leads nowhere, or a link on the way leads back to itself/u,
  'a link that leads nowhere': /its path leads nowhere, or a link on the way leads back to itself/u,
  'a device without an end': /a folder of that name, or a pipe, a socket or a device/u,
  'a device without anything': /a folder of that name, or a pipe, a socket or a device/u,
  'a socket': /a folder of that name, or a pipe, a socket or a device/u,
  'a large file': /it is damaged|it belongs to another program/u,
  'a picture': /it is damaged|it belongs to another program/u,
};

describe('in the place of the ledger', () => {
  const place = ledgerPlace;

  it.each(ALL)('%s is reported, and no other ledger is created', async (what) => {
    const desk = await aDeskWith(what, place);
    const before = everything(desk);
    expect(await json(desk, 'send', 'players.json', '--rehearse')).toBe(4);
    expect(report.code).toBe('ledger_unavailable');
    expect(report.message).toContain(`The ledger ${place(desk)} cannot be used: `);
    expect(report.message).toMatch(IS_LEDGER[what]);
    expect(everything(desk)).toEqual(before);
  });

  it('a link to a ledger on another disk is followed', async () => {
    const desk = aDesk();
    mkdirSync(desk.home);
    const other = join(desk.folder, 'other-disk');
    mkdirSync(other);
    const elsewhere = aDeskAt(desk, other);
    await elsewhere(['send', 'players.json', '--rehearse'], 'y\nq\n');
    symlinkSync(join(other, 'rehearsal.db'), place(desk));
    const { exitCode, stdout } = await desk.piped(
      'y\ny\ny\n',
      'send',
      'players.json',
      '--rehearse',
      '--json',
    );
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).summary).toMatchObject({ accepted: 2, already_sent: 1 });
    expect(lstatSync(place(desk)).isSymbolicLink()).toBe(true);
  });
});

function aDeskAt(desk: Desk, home: string) {
  return async (args: readonly string[], stdin: string): Promise<PipedRun> =>
    await runPiped(args, {
      env: { HOME: desk.folder, URMSTON_INVITE_HOME: home, SEND_HOURS: '00:00-24:00' },
      cwd: desk.folder,
      stdin,
    });
}

/** The peak memory of a command, in KiB. */
async function peakOf(desk: Desk): Promise<number> {
  const file = join(desk.folder, 'peak');
  await runPiped(['config', '--json'], {
    env: {
      HOME: desk.folder,
      URMSTON_INVITE_HOME: desk.home,
      NODE_OPTIONS: `--import=${PEAK_MEMORY} --disable-warning=ExperimentalWarning`,
      PEAK_MEMORY_FILE: file,
    },
    cwd: desk.folder,
  });
  return Number(readFileSync(file, 'utf8'));
}

describe('a settings file that is far too large', () => {
  it.each(['.env', 'settings.env'])('is not read into memory: %s', async (name) => {
    const place = ({ home, folder }: Desk): string => join(name === '.env' ? folder : home, name);
    const empty = aDesk();
    const huge = aDesk();
    for (const { home } of [empty, huge]) mkdirSync(home);
    makeLong(place(huge), HUGE_BYTES);
    const more = (await peakOf(huge)) - (await peakOf(empty));
    rmSync(place(huge));
    expect(more).toBeLessThan(HUGE_BYTES / 1024 / 4);
  });

  it.each([
    ['empty lines', '\n'.repeat(200_000)],
    ['empty lines of Windows', '\r\n'.repeat(100_000)],
    ['unclosed quotes', "A='x\n".repeat(40_000)],
    ['one line', `A=${' '.repeat(200_000)}'`],
    ['settings', 'A=1\n'.repeat(50_000)],
  ])('is read if it is valid: %s', async (_what, text) => {
    const desk = aDesk();
    desk.write('.env', `${text}\nTEAMS=Lions\n`);
    const { exitCode, stdout } = await desk.piped('', 'config', '--json');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Lions');
  });
});

describe('a list', () => {
  const CSV = 'player_first_name\nAva\n';

  async function checked(
    desk: Desk,
    script: string,
    ...args: readonly string[]
  ): Promise<PipedRun> {
    return await runPiped(['check', ...args, '--json'], {
      env: { HOME: desk.folder, URMSTON_INVITE_HOME: desk.home },
      cwd: desk.folder,
      stdin: CSV,
      command: ['sh', '-c', script, process.execPath, CLI],
    });
  }

  it.each([
    ['standard input', '"$0" "$@"', '-'],
    ['standard input by its device', 'cat | "$0" "$@"', '/dev/stdin'],
    ['standard input by its number', 'cat | "$0" "$@"', '/dev/fd/0'],
    ['a named pipe', 'mkfifo list; exec 3<&0; cat <&3 > list & "$0" "$@"', 'list'],
    ['a link to a file', 'cat > there; ln -s there list; "$0" "$@"', 'list'],
  ])('can come from %s', async (_what, script, file) => {
    const { stdout, exitCode } = await checked(aDesk(), script, file);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'check', summary: { records: 1 } });
    expect(exitCode).toBe(3);
  });

  it.each([
    ['a folder', 'is_a_folder'],
    ['a link to a folder', 'is_a_folder'],
    ['a link to itself', 'file_unreadable'],
    ['a link that leads nowhere', 'file_not_found'],
    ['a device without an end', 'file_too_large'],
    ['a device without anything', 'file_empty'],
    ['a socket', 'file_unreadable'],
    ['a large file', 'file_too_large'],
  ] as const)('is reported if it is %s', async (what, code) => {
    const desk = aDesk();
    await INSTEAD[what](join(desk.folder, 'list'));
    const { stdout, exitCode } = await desk.piped('', 'check', 'list', '--json');
    expect(JSON.parse(stdout).error.code).toBe(code);
    expect(exitCode).toBe(3);
  });
});
