import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from './support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LONGEST_FILE_LINES = 300;
const LARGEST_FOLDER_FILES = 15;

function filesUnder(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
  );
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Imports that a layer must not have, in every syntax. */
const REFUSED = {
  'domain, static': ['domain', "import { a } from '../application/a.ts';"],
  'domain, over several lines': ['domain', "import {\n  a,\n  b,\n} from '../application/a.ts';"],
  'domain, of everything': ['domain', "import * as a from '../application/a.ts';"],
  'domain, for its effect': ['domain', "import '../application/a.ts';"],
  'domain, dynamic': ['domain', "export const a = () => import('../application/a.ts');"],
  'domain, type-only': ['domain', "import type { A } from '../application/a.ts';"],
  'domain, re-exported': ['domain', "export { a } from '../application/a.ts';"],
  'domain, re-exported, everything': ['domain', "export * from '../application/a.ts';"],
  'domain, re-exported, type-only': ['domain', "export type { A } from '../application/a.ts';"],
  'domain, by another way': ['domain', "import '../domain/../application/a.ts';"],
  'domain, from a folder below': ['domain/record', "import '../../application/a.ts';"],
  'domain to text': ['domain', "import '../text/a.ts';"],
  'domain to cli': ['domain', "import '../cli/main.ts';"],
  'domain to a file': ['domain', "import { open } from 'node:fs';"],
  'domain to a library': ['domain', "import chalk from 'chalk';"],
  'domain to a scoped library': ['domain', "import '@commander-js/extra-typings';"],
  'domain to the like of a library': ['domain', "import 'zod-like';"],
  'domain to the like of a module of Node': ['domain', "import 'node:crypto-like';"],
  'application to adapters': ['application', "import '../adapters/a.ts';"],
  'application to text': ['application', "import '../text/a.ts';"],
  'application to Node': ['application', "import 'node:fs';"],
  'application to the SDK': ['application', "const a = await import('twilio/lib/a.js');"],
  'adapters to cli': ['adapters', "import '../cli/main.ts';"],
  'adapters to text': ['adapters/files', "import '../../text/a.ts';"],
  'adapters to pages': ['adapters', "import '../pages/a.ts';"],
  'adapters to the SDK': ['adapters/storage', "export { Twilio } from 'twilio';"],
  'text to adapters': ['text', "import '../adapters/a.ts';"],
  'text to cli': ['text', "import '../cli/main.ts';"],
  'text to a file': ['text', "import 'node:fs';"],
  'pages to adapters': ['pages', "import '../adapters/a.ts';"],
  'cli to aws': ['cli', "import '../aws/a.ts';"],
  'cli to bin': ['cli', "import '../../bin/urmston-invite.ts';"],
  'cli to the SDK': ['cli/commands/send', "import type { Twilio } from 'twilio';"],
  'http to cli': ['http', "import '../cli/main.ts';"],
  'aws to cli': ['aws', "import '../cli/main.ts';"],
  'aws to pages': ['aws', "import '../pages/a.ts';"],
} as const;

const ALLOWED = {
  'domain to zod': ['domain', "import { z } from 'zod/mini';"],
  'domain to phone numbers': ['domain', "import { a } from 'libphonenumber-js/max';"],
  'domain to digests': ['domain', "import { createHash } from 'node:crypto';"],
  'domain to its own': ['domain/record', "import { c } from '../c.ts';"],
  'a path in a comment': ['domain', "// This was imported from '../cli/main.ts' once."],
  'twilio to the SDK': ['adapters/twilio', "const a = await import('twilio');"],
  'cli to http': ['cli/commands/serve', "const a = await import('../../../http/app.ts');"],
  'text to the manifest': ['text', "import a from '../../package.json' with { type: 'json' };"],
  'pages to the domain': ['pages', "import type { Plan } from '../domain/message/plan.ts';"],
  'aws to text': ['aws', "import { a } from '../text/a.ts';"],
} as const;

type Diagnostic = { readonly code: string; readonly filename: string };

describe('the linter', () => {
  let restricted: ReadonlySet<string>;
  const cases = { ...REFUSED, ...ALLOWED };
  const pathOf = (name: string): string => {
    const [folder] = cases[name as keyof typeof cases];
    return `src/${folder}/${name.replaceAll(/[ ,]+/gu, '-')}.ts`;
  };

  beforeAll(async () => {
    const folder = temporaryFolder('layers-');
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
    for (const [name, [, text]] of Object.entries(cases)) {
      const file = join(folder, pathOf(name));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${text}\n`);
    }
    const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const stdout = await new Promise<string>((resolve) => {
      const args = [oxlint, '--format', 'json', '.'];
      // Its exit code is 1 if it finds something.
      execFile(process.execPath, args, { cwd: folder }, (_error, out) => resolve(out));
    });
    const { diagnostics }: { diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
    restricted = new Set(
      diagnostics
        .filter(({ code }) => code === 'eslint(no-restricted-imports)')
        .map(({ filename }) => filename),
    );
  });

  it.each(Object.keys(REFUSED))('refuses an import from %s', (name) => {
    expect(restricted).toContain(pathOf(name));
  });

  it.each(Object.keys(ALLOWED))('allows an import from %s', (name) => {
    expect(restricted).not.toContain(pathOf(name));
  });
});

describe('the tree', () => {
  it('has every source file in the folder of a layer', () => {
    const layers =
      /^(?:bin|src\/(?:domain|application|adapters|text|pages|cli|http|aws)\/.*)\/?[\w.-]+\.ts$/u;
    expect(filesUnder('src', 'bin').filter((path) => !layers.test(path))).toEqual([]);
  });

  it(`has no source file of more than ${LONGEST_FILE_LINES} lines`, () => {
    const lengths = filesUnder('src').map((path) => [path, textOf(path).split('\n').length - 1]);
    expect(lengths.filter(([, lines = 0]) => Number(lines) > LONGEST_FILE_LINES)).toEqual([]);
  });

  it(`has no folder with more than ${LARGEST_FOLDER_FILES} files`, () => {
    const folders = Map.groupBy(filesUnder('src', 'bin', 'test', 'scripts'), dirname);
    const large = [...folders].filter(([, files]) => files.length > LARGEST_FOLDER_FILES);
    expect(large.map(([folder, files]) => `${folder}: ${files.length}`)).toEqual([]);
  });
});

describe('a function that makes or reads an approval', () => {
  it.each([
    ['yesAtTerminal', 'src/cli/operator/ask-for-yes.ts'],
    ['yesOfKeyHolder', 'src/http/trigger/trigger.ts'],
    ['holderOf', 'src/http/trigger/trigger.ts'],
    ['yesInLedger', 'src/application/worker/verify-queued.ts'],
    ['readYes', 'src/domain/approval/approval.ts'],
  ])('%s is called by %s only', (maker, caller) => {
    const word = new RegExp(`\\b${maker}\\b`, 'u');
    const users = filesUnder('src', 'bin').filter((path) => word.test(textOf(path)));
    const own =
      maker === 'holderOf'
        ? 'src/domain/approval/api-key.ts'
        : 'src/domain/approval/operator-yes.ts';
    expect(users.toSorted()).toEqual([caller, own].toSorted());
  });
});
