import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import type { BuiltFile } from './write-build.ts';

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

/** The bundled tool. */
export type Bundle = {
  /** The files of `dist/`, without the licences. */
  readonly files: readonly BuiltFile[];
  /** The folders of the bundled packages, relative to the project's folder. */
  readonly packages: readonly string[];
};

/** The name of the file that starts the tool. */
export const ENTRY = 'urmston-invite.js';

/**
 * Bundles the tool as one entry and a chunk for each command, with its dependencies.
 *
 * Splitting makes a command load only what it uses: `--help` does not load the Twilio SDK.
 */
export async function bundleTool(): Promise<Bundle> {
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
  const files = outputFiles.map(({ path, text }) => ({
    path: relative('dist', path),
    // Only the chunk with esbuild's helper calls `require`.
    text: text.includes('typeof require') ? `${REQUIRE}${text}` : text,
  }));
  return { files, packages: packageFolders(Object.keys(metafile.inputs)) };
}

/**
 * The licences of all bundled packages as one text, which most of them require with copies of their code.
 *
 * @param folders the packages, relative to the project's folder
 * @throws Error if a bundled package names no licence
 */
export function thirdPartyLicences(folders: readonly string[]): string {
  return folders.map(noticeOf).join(`\n\n${'-'.repeat(72)}\n\n`);
}

/** @param inputs the bundled files, relative to the project's folder */
function packageFolders(inputs: readonly string[]): readonly string[] {
  return [...new Set(inputs.flatMap((input) => packageFolder(input) ?? []))].toSorted();
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
