/**
 * Builds `dist/`: one entry, a chunk for each command, dependencies bundled.
 *
 * Splitting matters more than size: a command reads from disk what it uses and no more, so that
 * `--help` never pays for the Twilio SDK.
 */
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };

await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: ['bin/urmston-invite.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  chunkNames: 'chunks/[name]-[hash]',
  define: { BUILT_VERSION: JSON.stringify(manifest.version) },
  // CommonJS dependencies (twilio, enquirer) call `require`, which an ES module does not have.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
});
