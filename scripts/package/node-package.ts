import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Platform } from './platforms.ts';

const LOCK = z.object({
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), integrity: z.string().optional() }),
  ),
});

/** A package as the lock file names it. */
export type LockedPackage = { readonly version: string; readonly integrity: string };

/**
 * Reads a package's version and integrity from the lock file.
 *
 * @throws Error if the lock file does not have both
 */
export function lockedPackage(name: string, lockFile = 'package-lock.json'): LockedPackage {
  const lock = LOCK.parse(JSON.parse(readFileSync(lockFile, 'utf8')));
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (version === undefined || integrity === undefined) {
    throw new Error(`${lockFile} has no version with an integrity of ${name}.`);
  }
  return { version, integrity };
}

/**
 * Puts Node for a platform into a folder and returns that folder's path. A package that is there already is
 * used as it is.
 *
 * @throws Error if the downloaded package is not the one of the lock file
 */
export function nodeFolder(platform: Platform, cache: string): string {
  const { version, integrity } = lockedPackage(platform.nodePackage);
  const folder = join(cache, `${platform.nodePackage}-${version}`);
  if (existsSync(join(folder, platform.nodePath))) return folder;
  mkdirSync(folder, { recursive: true });
  const wanted = `${platform.nodePackage}@${version}`;
  execFileSync('npm', ['pack', wanted, '--ignore-scripts', `--pack-destination=${cache}`], {
    stdio: 'ignore',
  });
  const tarball = join(cache, `${platform.nodePackage}-${version}.tgz`);
  checkIntegrity(tarball, integrity);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder]);
  return folder;
}

/**
 * @param integrity as in a lock file, `sha512-` with the hash in base64
 * @throws Error if the file has another hash
 */
export function checkIntegrity(file: string, integrity: string): void {
  const found = `sha512-${hash('sha512', readFileSync(file), 'base64')}`;
  if (found !== integrity) throw new Error(`${file} is not what the lock file names: ${found}.`);
}
