import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const LONGEST_FILE_LINES = 265;

/** domain ← application ← adapters ← cli, http, aws ← bin; text and pages are words only, so they stand beside. */
const MAY_IMPORT: { readonly [layer: string]: readonly string[] } = {
  domain: ['domain'],
  application: ['domain', 'application'],
  adapters: ['domain', 'application', 'adapters'],
  text: ['domain', 'application', 'text'],
  pages: ['domain', 'application', 'text', 'pages'],
  cli: ['domain', 'application', 'adapters', 'text', 'pages', 'cli', 'http'],
  http: ['domain', 'application', 'adapters', 'text', 'pages', 'http'],
  aws: ['domain', 'application', 'adapters', 'text', 'http', 'aws'],
  bin: ['domain', 'application', 'adapters', 'text', 'pages', 'cli', 'http', 'aws', 'bin'],
};

const DOMAIN_PACKAGES = ['zod', 'libphonenumber-js', 'leven', 'entities', 'node:crypto'];

type Source = { readonly path: string; readonly text: string };

const STATEMENTS = [
  // import a, { type b } from './c.ts'; import type a from …; export { a } from …; export * from …
  /^[ \t]*(?:import|export)\b[\w$\s{},*]*?\bfrom\s*(?<quote>['"])(?<target>[^'"]+)\k<quote>/gmu,
  // import './c.ts';
  /^[ \t]*import\s*(?<quote>['"])(?<target>[^'"]+)\k<quote>/gmu,
  // await import('./c.ts'); typeof import('./c.ts')
  /\bimport\s*\(\s*(?<quote>['"`])(?<target>[^'"`]+)\k<quote>/gu,
];

function importsOf(text: string): readonly string[] {
  return STATEMENTS.flatMap((statement) =>
    [...text.matchAll(statement)].map((match) => match.groups?.['target'] ?? ''),
  );
}

/** `src/domain/record/phone/phone.ts` is of the domain; a file that stands in no layer's folder is of none. */
function layerOf(path: string): string | null {
  const [top = '', folder = '', ...rest] = path.split('/');
  const layer = top === 'bin' ? top : top === 'src' && rest.length > 0 ? folder : '';
  return Object.hasOwn(MAY_IMPORT, layer) ? layer : null;
}

function violationsIn({ path, text }: Source): readonly string[] {
  const layer = layerOf(path);
  if (layer === null) return [`${path} stands in no layer`];
  const faults = importsOf(text).flatMap((target) => {
    const isFile = target.startsWith('.') || target.startsWith('/');
    const fault = isFile
      ? faultOfFile(layer, posix.join(posix.dirname(path), target))
      : faultOfPackage(layer, path, target);
    return fault === null ? [] : [`${path} imports ${target}: ${fault}`];
  });
  const lines = text.trimEnd().split('\n').length;
  const isLong = path.startsWith('src/') && lines > LONGEST_FILE_LINES;
  return isLong ? [...faults, `${path} has ${lines} lines`] : faults;
}

function faultOfFile(layer: string, target: string): string | null {
  if (target === 'package.json') return null;
  const other = layerOf(target);
  if (other === null) return 'it stands in no layer';
  return MAY_IMPORT[layer]?.includes(other) === true ? null : `${layer} may not know ${other}`;
}

function faultOfPackage(layer: string, path: string, target: string): string | null {
  const name = target.split('/', target.startsWith('@') ? 2 : 1).join('/');
  if (name === 'twilio' && !path.startsWith('src/adapters/twilio/')) {
    return 'only src/adapters/twilio speaks to the SDK';
  }
  if (layer === 'domain' && !DOMAIN_PACKAGES.includes(name)) return 'the domain is pure';
  return null;
}

function sourcesUnder(folder: string): readonly Source[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/u.test(entry.name))
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return {
        path: relative(ROOT, file).split(sep).join('/'),
        text: readFileSync(file, 'utf8'),
      };
    });
}

const SOURCES = [...sourcesUnder('src'), ...sourcesUnder('bin')];

describe('the architecture', () => {
  it.each(SOURCES.map(({ path, text }) => [path, text] as const))('is kept by %s', (path, text) => {
    expect(violationsIn({ path, text })).toEqual([]);
  });

  it('is looked for in every file there is', () => {
    const paths = SOURCES.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'bin/urmston-invite.ts',
        'src/domain/record/phone/phone.ts',
        'src/application/ports/ports.ts',
      ]),
    );
    const phone = SOURCES.find(({ path }) => path === 'src/domain/record/phone/phone.ts');
    expect(importsOf(phone?.text ?? '')).toEqual(
      expect.arrayContaining(['libphonenumber-js/max', '../parsed.ts']),
    );
  });
});

describe('a yes', () => {
  it.each([
    ['yesAtTerminal', 'src/cli/operator/ask-for-yes.ts'],
    ['yesOfKeyHolder', 'src/http/trigger/trigger.ts'],
    ['holderOf', 'src/http/trigger/trigger.ts'],
    ['yesInLedger', 'src/application/worker/verify-queued.ts'],
    ['readYes', 'src/domain/approval/bind-approvals.ts'],
  ])('has %s called by %s alone', (maker, caller) => {
    const word = new RegExp(`\\b${maker}\\b`, 'u');
    const users = SOURCES.filter(({ text }) => word.test(text)).map(({ path }) => path);
    const own =
      maker === 'holderOf'
        ? 'src/domain/approval/api-key.ts'
        : 'src/domain/approval/operator-yes.ts';
    expect(users.toSorted()).toEqual([caller, own].toSorted());
  });
});

describe('the check of the architecture', () => {
  it.each([
    ['static', "import { send } from '../application/send.ts';"],
    [
      'static, over several lines',
      "import {\n  send,\n  type Sent,\n} from '../application/send.ts';",
    ],
    ['static, of everything', "import * as send from '../application/send.ts';"],
    ['static, for its effect', "import '../application/send.ts';"],
    ['static, in double quotes', 'import { send } from "../application/send.ts";'],
    ['dynamic', "const { send } = await import('../application/send.ts');"],
    ['dynamic, over several lines', "const send = () => import(\n  '../application/send.ts'\n);"],
    ['dynamic, in backticks', 'const send = () => import(`../application/send.ts`);'],
    ['type-only', "import type { Sent } from '../application/send.ts';"],
    ['type-only, in a type', "type Sent = typeof import('../application/send.ts');"],
    ['re-exported', "export { send } from '../application/send.ts';"],
    ['re-exported, everything', "export * from '../application/send.ts';"],
    ['re-exported, type-only', "export type { Sent } from '../application/send.ts';"],
  ])('finds an import that is %s', (_kind, text) => {
    expect(violationsIn({ path: 'src/domain/planted.ts', text })).toEqual([
      'src/domain/planted.ts imports ../application/send.ts: domain may not know application',
    ]);
  });

  it.each([
    ['domain', '../cli/main.ts', 'cli'],
    ['application', '../adapters/settings/settings.ts', 'adapters'],
    ['adapters', '../cli/main.ts', 'cli'],
    ['adapters', '../pages/report.ts', 'pages'],
    ['pages', '../adapters/settings/settings.ts', 'adapters'],
    ['cli', '../aws/stack.ts', 'aws'],
    ['cli', '../../bin/urmston-invite.ts', 'bin'],
    ['http', '../cli/main.ts', 'cli'],
    ['aws', '../cli/main.ts', 'cli'],
    ['domain', '../domain/../application/ports.ts', 'application'],
  ])('does not let %s import %s', (layer, target, other) => {
    const path = `src/${layer}/planted.ts`;
    expect(violationsIn({ path, text: `import '${target}';` })).toEqual([
      `${path} imports ${target}: ${layer} may not know ${other}`,
    ]);
  });

  it.each([
    ['src/cli/commands/send/command.ts', "import type { Twilio } from 'twilio';"],
    ['src/application/send.ts', "const sdk = await import('twilio/lib/rest/Twilio.js');"],
    ['src/adapters/ledger/ledger.ts', "export { Twilio } from 'twilio';"],
    ['src/adapters/twilio-like.ts', "import 'twilio';"],
  ])('does not let %s speak to the SDK', (path, text) => {
    expect(violationsIn({ path, text })).toEqual([
      expect.stringContaining('only src/adapters/twilio speaks to the SDK'),
    ]);
  });

  it.each(['node:fs', 'node:crypto-like', 'chalk', '@commander-js/extra-typings', 'zod-like'])(
    'keeps %s out of the domain',
    (name) => {
      const text = `import { thing } from '${name}';`;
      expect(violationsIn({ path: 'src/domain/planted.ts', text })).toEqual([
        `src/domain/planted.ts imports ${name}: the domain is pure`,
      ]);
    },
  );

  it.each([
    ['src/domain/a.ts', "import { z } from 'zod/mini';"],
    ['src/domain/a.ts', "import { createHash } from 'node:crypto';"],
    ['src/domain/a.ts', "// This was imported from '../cli/main.ts' once.\nconst from = 'x';"],
    ['src/domain/a/b.ts', "import { c } from '../c.ts';"],
    ['src/adapters/twilio/gateway.ts', "const { default: twilio } = await import('twilio');"],
    ['src/cli/commands/serve/command.ts', "const { app } = await import('../../http/app.ts');"],
    ['src/text/version.ts', "import meta from '../../package.json' with { type: 'json' };"],
    ['src/pages/report.ts', "import type { Plan } from '../domain/plan.ts';"],
    ['bin/urmston-invite.ts', "const { main } = await import('../src/cli/main.ts');"],
  ])('lets %s hold %s', (path, text) => {
    expect(violationsIn({ path, text })).toEqual([]);
  });

  it('finds a file that stands in no layer', () => {
    expect(violationsIn({ path: 'src/utils.ts', text: '' })).toEqual([
      'src/utils.ts stands in no layer',
    ]);
    expect(violationsIn({ path: 'src/cli/a.ts', text: "import '../../test/b.ts';" })).toEqual([
      'src/cli/a.ts imports ../../test/b.ts: it stands in no layer',
    ]);
  });

  it('finds a file that has grown too long, and not one that is as long as it may be', () => {
    const path = 'src/domain/planted.ts';
    expect(violationsIn({ path, text: 'x;\n'.repeat(LONGEST_FILE_LINES) })).toEqual([]);
    expect(violationsIn({ path, text: 'x;\n'.repeat(LONGEST_FILE_LINES + 1) })).toEqual([
      `src/domain/planted.ts has ${LONGEST_FILE_LINES + 1} lines`,
    ]);
  });
});
