import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';

/** Unpacks the browser that came with the packages, and what it needs, into the folder for temporary files. */
const packed = fileURLToPath(new URL('../bin', import.meta.resolve('@sparticuz/chromium')));
await Promise.all(
  ['chromium.br', 'al2023.tar.br', 'fonts.tar.br'].map(
    async (name) => await inflate(join(packed, name)),
  ),
);

// The one that is shipped names folders of the machine it was made for, where no font is.
await writeFile(
  join(tmpdir(), 'fonts.conf'),
  `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`,
);
