/**
 * Writes the generated sections of the pages, each between `<!-- generated: name -->` and `<!-- end -->`.
 * With --check it writes nothing, and fails if a section is out of date.
 *
 *     npm run docs
 *     npm run docs:check
 */
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { faultsOfPages, writePages } from './docs/pages.ts';
import { REQUIRED, SECTIONS } from './docs/sections.ts';

const FOLDER = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });

if (!values.check) {
  for (const file of await writePages(FOLDER, SECTIONS)) console.log(`wrote ${file}`);
}
const faults = await faultsOfPages(FOLDER, SECTIONS, REQUIRED);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
