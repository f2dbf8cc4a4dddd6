import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The licences of all packages whose code is in the bundle, as one text: most of them ask for their
 * notice to go wherever their code goes.
 *
 * @param inputs the files that were bundled, seen from the project's folder
 * @throws Error when a bundled package says nothing of its licence
 */
export function thirdPartyLicences(inputs: readonly string[]): string {
  const folders = new Set(inputs.flatMap((input) => packageFolder(input) ?? []));
  return [...folders]
    .toSorted()
    .map(noticeOf)
    .join(`\n\n${'-'.repeat(72)}\n\n`);
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
