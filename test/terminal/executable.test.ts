import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildExecutable } from '../../scripts/package/executable.ts';
import { startService } from '../support/network/service-process.ts';
import { API_KEY } from '../support/network/service.ts';
import { openStandIn } from '../support/sending/stand-in.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runPiped } from '../support/terminal/run-piped.ts';
import { aDesk, ASKS_JANE, type Desk } from './desk.ts';

/** Takes away the Node and the script of the command line that the terminal runs. */
const WITHOUT_NODE = ['/bin/sh', '-c', 'tool=$0; shift 2; exec "$tool" "$@"'] as const;
const NO_NODE = { PATH: '/nowhere' };
const SAMPLES = join(process.cwd(), 'samples', 'players.csv');

// Only Linux gets an executable, made on Linux.
const onLinux = platform() === 'linux' ? describe : describe.skip;

onLinux('the executable, with no Node on the path,', () => {
  let folder: string;
  let tool: string;
  beforeAll(() => {
    // A file system in memory may not permit executables.
    folder = temporaryFolder('urmston-invite-executable-', tmpdir());
    tool = join(folder, 'urmston-invite');
    const between = join(folder, 'between');
    mkdirSync(between);
    buildExecutable(process.execPath, between, tool);
    rmSync(between, { recursive: true });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const ran = async (desk: Desk, args: readonly string[], stdin = '') =>
    await runPiped(args, {
      env: { URMSTON_INVITE_HOME: desk.home, ...NO_NODE },
      cwd: desk.folder,
      command: [tool],
      stdin,
    });

  it('plays the rehearsal of the samples, and reads its ledger again', async () => {
    const desk = aDesk();
    const sent = await ran(desk, ['send', SAMPLES, '--rehearse'], 'y\nn\nq\n');
    expect(sent).toMatchObject({ exitCode: 6 });
    expect(sent.stdout).toMatch(/^REHEARSAL {2}accepted {2}MM[\da-f]{32} {2}Oliver Hartley/mu);
    const status = await ran(desk, ['status', '--rehearse', '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ messages: [{ player: 'Oliver Hartley' }] });
  });

  it('writes pages', async () => {
    const desk = aDesk();
    const { exitCode } = await ran(desk, ['preview', 'players.json', '--html', 'page.html']);
    expect(exitCode).toBe(0);
    expect(readFileSync(join(desk.folder, 'page.html'), 'utf8')).toContain('Amelia');
  });

  it('sends by the library of Twilio, once', async () => {
    const { settings, posts } = await openStandIn();
    const desk = aDesk({ ...settings, ...NO_NODE });
    const terminal = desk.at(100, [...WITHOUT_NODE, tool])('send', 'players.json');
    await terminal.waitFor(ASKS_JANE);
    await terminal.press('y');
    await terminal.press('q');
    await terminal.exit;
    expect(posts).toHaveLength(1);
    const again = desk.at(100, [...WITHOUT_NODE, tool])('send', 'players.json');
    await again.waitFor('1 already sent');
    await again.waitFor('Send this to Daniel Prescott');
    await again.press('q');
    await again.exit;
    expect(posts).toHaveLength(1);
  });

  it('opens its menu, which runs the executable itself', async () => {
    const terminal = aDesk(NO_NODE).at(80, [...WITHOUT_NODE, tool])('menu', 'players.json');
    await terminal.waitFor(/\(1-6\/l\/q\)/u);
    await terminal.press('3');
    await terminal.waitFor('3 records: 3 ready');
    await terminal.waitFor(/\(1-6\/l\/q\/\?\)/u);
    await terminal.press('q');
    expect(await terminal.exit).toMatchObject({ exitCode: 0 });
  });

  it('serves, and ends in order on TERM', async () => {
    const { home, folder: cwd } = aDesk();
    const env = {
      ...NO_NODE,
      URMSTON_INVITE_HOME: home,
      API_KEY: `secretary:${API_KEY}`,
    };
    const service = await startService(env, cwd, ['--rehearse'], [tool]);
    expect((await fetch(`${service.url}/health`)).status).toBe(200);
    expect(await service.stop('SIGTERM')).toBe(0);
  });
});
