/** Bundles the functions into `dist-aws/`, a folder for each, which the stack uploads. */
import { rm } from 'node:fs/promises';
import { JOBS } from '../src/aws/stack/jobs.ts';
import { bundleLambda } from './lambda-bundle.ts';

await rm('dist-aws', { recursive: true, force: true });
for (const job of JOBS) {
  const bytes = await bundleLambda(`src/aws/handlers/${job}.ts`, `dist-aws/${job}/index.mjs`);
  console.log(`${job}: ${Math.round(bytes / 1024)} KB`);
}
