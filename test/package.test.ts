import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import manifest from '../package.json' with { type: 'json' };
import { temporaryFolder } from './support/temporary-folder.ts';
import { bareEnv } from './support/terminal/built-cli.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_BYTES = 15_000_000;

let folder: string;
/** An empty folder in which the package is installed. */
let place: string;
let installed: string;

/** Runs a program in that folder with the Node of these tests, without settings, and npm offline. */
function run(program: string, args: readonly string[], input = ''): SpawnSyncReturns<string> {
  const { PATH = '', ...bare } = bareEnv();
  const env = {
    ...bare,
    PATH: [dirname(process.execPath), PATH].join(delimiter),
    HOME: folder,
    URMSTON_INVITE_HOME: join(folder, 'home'),
    npm_config_cache: join(folder, 'npm-cache'),
    npm_config_offline: 'true',
  };
  return spawnSync(program, args, { cwd: place, env, input, encoding: 'utf8' });
}

function npm(...args: readonly string[]): string {
  const { status, stdout, stderr } = run('npm', args);
  if (status !== 0) throw new Error(`npm ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

function tool(args: readonly string[], input?: string): SpawnSyncReturns<string> {
  return run(join(place, 'node_modules', '.bin', manifest.name), args, input);
}

beforeAll(() => {
  // A file system in memory may not permit executables.
  folder = temporaryFolder('urmston-invite-package-', tmpdir());
  place = join(folder, 'place');
  installed = join(place, 'node_modules', manifest.name);
  mkdirSync(place);
  // Without a build, which would remove files that other tests are running.
  npm('pack', ROOT, '--ignore-scripts', `--pack-destination=${folder}`);
  const tarball = join(folder, `${manifest.name}-${manifest.version}.tgz`);
  npm('install', tarball, `--prefix=${place}`, '--no-audit', '--no-fund');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package, installed from its tarball into an empty folder without a network,', () => {
  it('is one package without dependencies', () => {
    const names = readdirSync(join(place, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(names).toEqual([manifest.name]);
    expect(existsSync(join(installed, 'node_modules'))).toBe(false);
  });

  it('takes less than 15 MB', () => {
    const sizes = readdirSync(installed, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(installed, name)))
      .map((stats) => (stats.isFile() ? stats.size : 0));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  });

  it('contains the tool, the documentation and the samples only', () => {
    expect(readdirSync(installed).toSorted()).toEqual([
      '.env.example',
      'LICENSE',
      'README.md',
      'dist',
      'docs',
      'package.json',
      'samples',
    ]);
    expect(readdirSync(join(installed, 'dist')).toSorted()).toEqual([
      'chunks',
      'third-party-licences.txt',
      `${manifest.name}.js`,
    ]);
  });

  it('can load every chunk, including those for the service and AWS', () => {
    const chunks = join(installed, 'dist', 'chunks');
    const urls = readdirSync(chunks).map((name) => pathToFileURL(join(chunks, name)).href);
    const script = `for (const url of ${JSON.stringify(urls)}) await import(url);`;
    const loaded = run(process.execPath, ['--input-type=module', '--eval', script]);
    expect({ code: loaded.status, said: loaded.stdout + loaded.stderr }).toEqual({
      code: 0,
      said: '',
    });
    expect(urls.length).toBeGreaterThan(100);
  });

  it('prints its version', () => {
    expect(tool(['--version'])).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
  });

  it('checks a list', () => {
    const { status, stdout } = tool(['check', join(installed, 'samples', 'players.csv'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'check', summary: { refused: 1 } });
    expect(status).toBe(3);
  });

  it('rehearses the main job: shows, asks and sends', () => {
    const list = join(installed, 'samples', 'players.csv');
    const { stdout, stderr } = tool(['send', list, '--rehearse'], 'y\nq\n');
    expect(stderr).toContain('Send this to Sarah Hartley, +44 7700 900101? (y/n/b/q/?)');
    expect(stdout).toMatch(/^REHEARSAL {2}accepted {2}MM[\da-f]{32} {2}Oliver Hartley/mu);
  });
});
