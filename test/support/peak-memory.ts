import { writeFileSync } from 'node:fs';
import process from 'node:process';

/** Loaded before the built tool (`--import`): writes into PEAK_MEMORY_FILE how many KiB it took at most. */
process.on('exit', () => {
  writeFileSync(process.env['PEAK_MEMORY_FILE'] ?? '', String(process.resourceUsage().maxRSS));
});
