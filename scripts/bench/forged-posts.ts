import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '../../test/support/network/service-process.ts';
import { middle } from './large-list.ts';

const KIB_64 = 64 * 1024;
const ROUNDS = 50;
/** A well-formed signature. */
const WRONG_SIGNATURE = { 'X-Twilio-Signature': `${'A'.repeat(27)}=` };

type Post = {
  readonly name: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
};

/** The others are compared with the first. */
const POSTS: readonly Post[] = [
  { name: 'unsigned, ten parameters', headers: {}, body: formOf(10, 100) },
  { name: 'unsigned, 64 KiB', headers: {}, body: formOf(16_384, KIB_64) },
  { name: 'forged, 64 KiB, 16,384 p.', headers: WRONG_SIGNATURE, body: formOf(16_384, KIB_64) },
  { name: 'forged, 64 KiB, 200 p.', headers: WRONG_SIGNATURE, body: formOf(200, KIB_64) },
];

export type ForgedPost = { readonly name: string; readonly status: number; readonly ms: number };

/** Measures posts without a valid signature to the webhook of the built service, in turns. */
export async function measureForgedPosts(): Promise<readonly ForgedPost[]> {
  const home = mkdtempSync(join(tmpdir(), 'urmston-invite-posts-'));
  const service = await startService({ URMSTON_INVITE_HOME: home }, home, ['--rehearse']);
  const runs: ForgedPost[] = [];
  // The first round only fills caches.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const post of POSTS) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time, so that none waits for another
      const run = await measured(`${service.url}/webhook`, post);
      if (round > 0) runs.push(run);
    }
  }
  await service.stop('SIGTERM');
  rmSync(home, { recursive: true, force: true });
  return [...Map.groupBy(runs, ({ name }) => name).values()].map((some) => ({
    name: some[0]?.name ?? '',
    status: some[0]?.status ?? 0,
    ms: middle(some.map(({ ms }) => ms)),
  }));
}

async function measured(url: string, { name, headers, body }: Post): Promise<ForgedPost> {
  const began = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
  await response.text();
  return { name, status: response.status, ms: performance.now() - began };
}

/** A form of this length with this many parameters of different names. */
function formOf(parameters: number, length: number): string {
  const each = Math.floor(length / parameters) - 1;
  return Array.from({ length: parameters }, (_unused, index) =>
    `${index.toString(36).padStart(3, '0')}=${'x'.repeat(each)}`.slice(0, each),
  ).join('&');
}
