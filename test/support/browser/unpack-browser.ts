import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';

/** Unpacks the browser, its libraries and its font into the folder for temporary files. */
const packed = fileURLToPath(new URL('../bin', import.meta.resolve('@sparticuz/chromium')));
await Promise.all(
  ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map(
    async (name) => await inflate(join(packed, name)),
  ),
);

// The shipped fonts.conf names folders that exist on AWS Lambda only.
await writeFile(
  join(tmpdir(), 'fonts.conf'),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`,
);
