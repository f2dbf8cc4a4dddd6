import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { CLI } from '../../support/terminal/built-cli.ts';
import { runPiped, type PipedRun } from '../../support/terminal/run-piped.ts';
import { aDesk, attemptsIn, type Desk } from '../desk.ts';

/** A way to limit the space for the tool's folder, in KiB. */
type Disk = {
  readonly name: string;
  /** The message of the tool. */
  readonly fault: RegExp;
  readonly send: (desk: Desk, room: number, flags: readonly string[]) => Promise<PipedRun>;
};

async function sendThrough(
  command: readonly string[],
  desk: Desk,
  flags: readonly string[],
  answers = 'y\n'.repeat(20),
): Promise<PipedRun> {
  return await runPiped(['send', 'players.json', '--rehearse', ...flags], {
    env: { HOME: desk.folder, URMSTON_INVITE_HOME: desk.home, SEND_HOURS: '00:00-24:00' },
    cwd: desk.folder,
    stdin: answers,
    command: [...command, process.execPath, CLI],
  });
}

/** Limits the size of each file, which SQLite reports as an I/O error. `ulimit` counts blocks of 512 bytes. */
const LIMITED: Disk = {
  name: 'takes no more into a file',
  fault: /the disk (?:reports a fault|is full)\. /u,
  send: async (desk, room, flags) => {
    const limited = ['sh', '-c', 'ulimit -f "$0" && exec "$@"', String(room * 2)];
    return await sendThrough(limited, desk, flags);
  },
};

/** A tmpfs at the tool's folder, in a mount namespace of its own that ends with the process. */
const IN_SMALL_FOLDER = `
  home="$0"; kept="$home.kept"; size="$1"; shift
  mount -t tmpfs -o size="$size" tmpfs "$home" && cp -a "$kept/." "$home" || exit 99
  "$@"; code="$?"
  cp -a "$home/." "$kept"; exit "$code"`;

const SMALL: Disk = {
  name: 'is full',
  fault: /the disk is full\. /u,
  send: async (desk, room, flags) => {
    const { home } = desk;
    const kept = `${home}.kept`;
    mkdirSync(home, { recursive: true });
    cpSync(home, kept, { recursive: true });
    const size = `${takenIn(kept) + room}k`;
    const inSmallFolder = ['unshare', '-rm', 'sh', '-c', IN_SMALL_FOLDER, home, size];
    const ran = await sendThrough(inSmallFolder, desk, flags);
    rmSync(home, { recursive: true });
    cpSync(kept, home, { recursive: true });
    rmSync(kept, { recursive: true });
    return ran;
  },
};

/** The space that the files in a folder take, in KiB, rounded up to whole pages. */
function takenIn(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stats) => sum + (stats.isFile() ? Math.ceil(stats.size / 4096) * 4 : 0), 0);
}

/** Not every system permits mount namespaces. */
const mayMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp']).status === 0;
const DISKS = mayMount ? [LIMITED, SMALL] : [LIMITED];

/** The recipients of the messages that the simulator accepted, in order. */
function takenNumbers({ home }: Desk): readonly string[] {
  const database = new DatabaseSync(join(home, 'rehearsal.db'));
  try {
    const rows = database.prepare(
      `SELECT message ->> 'to' AS recipient FROM simulated_messages ORDER BY recipient`,
    );
    return rows.all().map(({ recipient }) => String(recipient));
  } finally {
    database.close();
  }
}

const NUMBERS = ['102', '103', '123'].map((last) => `whatsapp:+447700900${last}`);

describe.each(DISKS)('a disk that $name', (disk) => {
  function expectReported(text: string, { home }: Desk): void {
    expect(text).toContain(`The ledger ${join(home, 'rehearsal.db')} cannot be used: the disk `);
    expect(text).toMatch(disk.fault);
    expect(text).toContain('Nothing more is sent without it.');
    expect(text).not.toContain('fault in urmston-invite');
  }

  it.each([4, 24])(
    'is reported when the ledger is created with %i KiB left: nothing is asked, no file remains',
    async (room) => {
      const desk = aDesk();
      const { stderr, stdout, exitCode } = await disk.send(desk, room, []);
      expectReported(stderr, desk);
      expect(stderr).toMatch(/^The ledger .+\n.+\n$/u);
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 4 });
      expect(readdirSync(desk.home).filter((name) => name.startsWith('rehearsal'))).toEqual([]);
    },
  );

  it('is reported in the JSON document', async () => {
    const desk = aDesk();
    const { stdout, exitCode } = await disk.send(desk, 24, ['--json']);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ command: 'send', error: { code: 'ledger_unavailable' } });
    expectReported(report.error.message, desk);
    expect(exitCode).toBe(4);
  });

  // The less space is left, the earlier the run ends.
  it.each([
    [16, 'at the first read of the ledger'],
    [64, 'at a claim'],
    [100, 'at the step to sending'],
    [132, 'at an outcome'],
  ])('ends a run with %i KiB left, %s; nobody gets a message twice', async (room, _when) => {
    const desk = aDesk();
    await sendThrough([], desk, [], 'y\nq\n');
    const { stderr, exitCode } = await disk.send(desk, room, []);
    expectReported(stderr, desk);
    expect([4, 7]).toContain(exitCode);
    const known = attemptsIn(desk, 'rehearsal.db').map(({ recipient }) => recipient);
    expect(known).toEqual(expect.arrayContaining([...takenNumbers(desk)]));

    await sendThrough([], desk, []);
    expect(takenNumbers(desk)).toEqual(NUMBERS);
  });
});
