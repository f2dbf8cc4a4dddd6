import { build } from 'esbuild';

/** CommonJS dependencies call `require`, which an ES module does not have. */
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * One file with all that a function needs, the AWS SDK as well: the one that Lambda has changes by
 * itself, and this one is pinned.
 *
 * @returns its size in bytes
 */
export async function bundleLambda(entry: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    keepNames: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
  });
  return Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0);
}
