import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile, readlink, rm, symlink } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { platform } from 'node:os';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { writeBuild } from './write-build.ts';

/**
 * Builds `dist/`: one entry, a chunk for each command, dependencies bundled.
 *
 * Splitting makes a command load only what it uses: `--help` does not load the Twilio SDK.
 */

/** Defines `require`, which CommonJS dependencies (twilio, enquirer) call, in an ES module. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);\n";

/** Bundles the phone metadata as JSON text: V8 parses 145 KB of JSON much faster than the same code. */
const metadataAsJson: Plugin = {
  name: 'metadata-as-json',
  setup: (bundler) => {
    // esbuild compiles this expression in Go, which has no flags.
    // oxlint-disable-next-line require-unicode-regexp
    bundler.onLoad({ filter: /metadata\.\w+\.json\.js$/ }, async ({ path }) => {
      const json = await readFile(path.replace(/\.js$/u, ''), 'utf8');
      return { contents: `export default JSON.parse(${JSON.stringify(json)})` };
    });
  },
};

/**
 * Replaces `node:process` with the global, which is the same object. An import of the module reads every
 * property and so opens all three streams, which takes longer than printing the help.
 */
const globalProcess: Plugin = {
  name: 'global-process',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^(?:node:)?process$/ }, ({ path }) => ({
      path,
      namespace: 'global-process',
    }));
    bundler.onLoad({ filter: /./, namespace: 'global-process' }, () => ({
      // The AWS SDK imports these two by name. More named exports would be read at once.
      contents:
        'export default globalThis.process; export const { env, versions } = globalThis.process;',
    }));
  },
};

/**
 * Loads `node:crypto` for the domain on the first call. Loading it takes a tenth of the time of a `check` of
 * a thousand rows, which needs hardly any digests.
 */
const lateCrypto: Plugin = {
  name: 'late-crypto',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^node:crypto$/ }, ({ path, importer }) =>
      importer.startsWith(join(process.cwd(), 'src', 'domain'))
        ? { path, namespace: 'late-crypto' }
        : null,
    );
    bundler.onLoad({ filter: /./, namespace: 'late-crypto' }, () => ({
      contents: ['hash', 'createHmac', 'timingSafeEqual']
        .map(
          (name) =>
            `export const ${name} = (...given) => process.getBuiltinModule('node:crypto').${name}(...given);`,
        )
        .join('\n'),
    }));
  },
};

const { outputFiles, metafile } = await build({
  entryPoints: ['bin/urmston-invite.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  write: false,
  metafile: true,
  format: 'esm',
  platform: 'node',
  // Prefers ES modules: a dynamic import of a CommonJS package has a default export only.
  mainFields: ['module', 'main'],
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [metadataAsJson, globalProcess, lateCrypto],
});
// The package has no dependencies, so everything must be bundled.
for (const { path, external } of Object.values(metafile.outputs).flatMap((one) => one.imports)) {
  if (external && !isBuiltin(path)) throw new Error(`${path} is used and not bundled.`);
}
const built = outputFiles.map(({ path, text }) => ({
  path: relative('dist', path),
  // Only the chunk with esbuild's helper calls `require`.
  text: text.includes('typeof require') ? `${REQUIRE}${text}` : text,
}));
const ENTRY = 'urmston-invite.js';
// The entry goes last: `npx` builds again in a clone, where the tool may be started meanwhile.
await writeBuild('dist', [
  ...built.filter(({ path }) => path !== ENTRY),
  {
    path: 'third-party-licences.txt',
    text: `${thirdPartyLicences(Object.keys(metafile.inputs))}\n`,
  },
  ...built.filter(({ path }) => path === ENTRY),
]);

// npm links the commands of dependencies, but not a package's own. With this link `npx urmston-invite`
// in a clone runs this build; without it npx installs the clone into a cache of its own first.
const COMMANDS = 'node_modules/.bin';
const LINK = { from: `${COMMANDS}/urmston-invite`, to: '../../dist/urmston-invite.js' };
if (platform() !== 'win32' && existsSync(COMMANDS)) {
  const present = await readlink(LINK.from).catch(() => undefined);
  if (present !== LINK.to) {
    await rm(LINK.from, { force: true });
    await symlink(LINK.to, LINK.from);
  }
}

/**
 * The licences of all bundled packages as one text, which most of them require with copies of their code.
 *
 * @param inputs the bundled files, relative to the project's folder
 * @throws Error if a bundled package names no licence
 */
export function thirdPartyLicences(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  return [...folders]
    .toSorted()
    .map(noticeOf)
    .join(`\n\n${'-'.repeat(72)}\n\n`);
}

function packageFolder(input: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(input)?.[0];
}

function noticeOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  const title = `${manifest.name} ${manifest.version}`;
  if (manifest.license === undefined) throw new Error(`${title} names no licence.`);
  const texts = readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|notice)/iu.test(name) && existsSync(join(folder, name)))
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return [`${title} (${manifest.license})`, ...texts].join('\n\n');
}
