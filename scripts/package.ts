/**
 * Makes the downloads of a release in `release/`: a ZIP for Windows and macOS, an executable for Linux, the npm
 * package, and beside them their SHA-256 sums and a bill of materials.
 *
 *   npm run package [-- --only linux-x64]
 *
 * Needs `npm` with its registry, `tar` and `xz`.
 */
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import manifest from '../package.json' with { type: 'json' };
import { bundleTool } from './bundle.ts';
import { papers, toolFiles } from './package/contents.ts';
import { buildExecutable } from './package/executable.ts';
import { guidePage } from './package/guide-page.ts';
import { MACOS_LAUNCHERS, WINDOWS_LAUNCHERS, type PackedFile } from './package/launchers.ts';
import { lockedPackage, nodeFolder } from './package/node-package.ts';
import { PLATFORMS, type Platform } from './package/platforms.ts';
import { billOf, wholeBill } from './package/sbom.ts';
import { writeZip } from './package/zip.ts';

const OUTPUT = 'release';
/** Node's licence beside the Node that runs this; the package for Windows has none. */
const NODE_LICENCE = join(dirname(process.execPath), '..', 'LICENSE');
const { name, version } = manifest;

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const platforms = PLATFORMS.filter((one) => values.only?.includes(one.name) ?? true);
if (platforms.length < (values.only?.length ?? 1)) {
  throw new Error(`--only takes ${PLATFORMS.map((one) => one.name).join(', ')}.`);
}

const temporary = mkdtempSync(join(tmpdir(), `${name}-package-`));
try {
  await makeAll();
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

async function makeAll(): Promise<void> {
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT);
  for (const platform of platforms) {
    // oxlint-disable-next-line no-await-in-loop -- one archive at a time: each takes both processor and disk
    const file = await make(platform, nodeFolder(platform, cacheFolder()));
    console.log(`${file}  ${megabytes(file)} MB`);
  }
  execFileSync('npm', ['pack', '--ignore-scripts', `--pack-destination=${OUTPUT}`], {
    stdio: 'ignore',
  });
  const { packages } = await bundleTool();
  const names = packages.map((folder) => manifestOf(folder));
  const nodes = platforms.map(
    ({ nodePackage }) => `${nodePackage}@${lockedPackage(nodePackage).version}`,
  );
  const bill = billOf(wholeBill(), [...names, ...nodes]);
  writeFileSync(join(OUTPUT, `${name}-${version}.cdx.json`), `${JSON.stringify(bill, null, 2)}\n`);
  const sums = readdirSync(OUTPUT)
    .toSorted()
    .map((file) => `${hash('sha256', readFileSync(join(OUTPUT, file)))}  ${file}\n`);
  writeFileSync(join(OUTPUT, 'SHA256SUMS'), sums.join(''));
}

/** @returns the path of the download */
async function make(platform: Platform, node: string): Promise<string> {
  const title = `${name}-${version}-${platform.name}`;
  const common = papers(guidePage(version), NODE_LICENCE);
  if (platform.form === 'executable') {
    const folder = join(temporary, title);
    mkdirSync(folder);
    buildExecutable(join(node, platform.nodePath), temporary, resolve(folder, name));
    writeFiles(folder, [
      ...common,
      ...toolFiles().filter(({ path }) => path.startsWith('samples/')),
    ]);
    const archive = join(OUTPUT, `${title}.tar.xz`);
    const options = [
      '--sort=name',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      `--mtime=@${committedAt().getTime() / 1000}`,
    ];
    execFileSync('tar', ['-C', temporary, ...options, '-cJf', resolve(archive), title]);
    return archive;
  }
  const launchers = platform.form === 'windows_folder' ? WINDOWS_LAUNCHERS : MACOS_LAUNCHERS;
  const files: readonly PackedFile[] = [
    ...launchers,
    ...common,
    {
      path: `app/${basename(platform.nodePath)}`,
      content: { from: join(node, platform.nodePath) },
      isExecutable: true,
    },
    ...toolFiles().map((file) => ({ ...file, path: `app/${file.path}` })),
  ];
  const archive = join(OUTPUT, `${title}.zip`);
  await writeZip(archive, 'Urmston Invite', files, committedAt());
  return archive;
}

function writeFiles(folder: string, files: readonly PackedFile[]): void {
  for (const { path, content } of files) {
    const target = join(folder, path);
    if (typeof content === 'string') writeFileSync(target, content);
    else cpSync(content.from, target, { recursive: true });
  }
}

/** Where Node's packages are kept between two runs. */
function cacheFolder(): string {
  const folder = join('node_modules', '.cache', 'package');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The date of the commit that the release is made from, so that making it again gives the same bytes. */
function committedAt(): Date {
  return new Date(
    Number(execFileSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' })) * 1000,
  );
}

function manifestOf(folder: string): string {
  const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  return `${found.name}@${found.version}`;
}

function megabytes(file: string): number {
  return Math.round(readFileSync(file).length / 1e6);
}
