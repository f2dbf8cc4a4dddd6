import { randomUUID } from 'node:crypto';
import type { ServiceCheck, ServiceCheckName } from '../../domain/set-up/set-up.ts';

type Probe = {
  readonly path: string;
  readonly request: RequestInit;
  readonly expected: readonly number[];
};

const TIMEOUT_MS = 30_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };
const OVERSIZED_BYTES = 70 * 1024;

/**
 * Sends the requests that a deployed service has to respond to correctly. Their records are incomplete,
 * so that even a service without checks cannot send a message.
 *
 * @param service its address, with https or on this computer
 * @param apiKey null to leave out the checks that need a key
 */
export async function probeService(
  service: URL,
  apiKey: string | null,
  closed: AbortSignal,
): Promise<readonly ServiceCheck[]> {
  const base = service.origin + service.pathname.replace(/\/+$/u, '');
  const checks: ServiceCheck[] = [];
  const echoes: boolean[] = [];
  for (const [check, probe] of Object.entries(probesWith(apiKey ?? ''))) {
    if (apiKey === null && NEEDS_KEY.has(check)) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that the times are comparable
    const asked = await send(base, probe, closed);
    echoes.push(asked.isIdEchoed);
    checks.push({ check: check as ServiceCheckName, expected: probe.expected, ...asked.result });
  }
  const isRight = echoes.every(Boolean);
  const last = { httpStatus: checks[0]?.httpStatus ?? null, expected: [], milliseconds: 0 };
  return [...checks, { check: 'request_id', isRight, ...last }];
}

const NEEDS_KEY: ReadonlySet<string> = new Set<ServiceCheckName>([
  'invalid_record',
  'oversized_record',
  'wrong_method',
  'wrong_content_type',
]);

type Probes = { readonly [check in Exclude<ServiceCheckName, 'request_id'>]: Probe };

function probesWith(key: string): Probes {
  const withKey = { ...JSON_TYPE, 'x-api-key': key };
  // In a known field: a gateway may refuse an unknown one before it checks the size.
  const padding = JSON.stringify({ team_name: 'x'.repeat(OVERSIZED_BYTES) });
  const signed = { ...FORM_TYPE, 'X-Twilio-Signature': 'Zm9yZ2Vk' };
  return {
    health: { path: '/health', request: {}, expected: [200] },
    no_key: trigger(post('{}', JSON_TYPE), 403),
    wrong_key: trigger(post('{}', { ...JSON_TYPE, 'x-api-key': `not-${key.length}` }), 403),
    invalid_record: trigger(post('{}', withKey), 400),
    oversized_record: trigger(post(padding, withKey), 413),
    // A gateway in front of the service may respond itself.
    wrong_method: trigger({ method: 'GET', headers: { 'x-api-key': key } }, 405, 404, 403),
    wrong_content_type: trigger(post('{}', { ...withKey, 'Content-Type': 'text/plain' }), 415),
    unsigned_webhook: webhook(post('', FORM_TYPE)),
    forged_webhook: webhook(post('MessageSid=none', signed)),
  };
}

function post(body: string, headers: Record<string, string>): RequestInit {
  return { method: 'POST', headers, body };
}

function trigger(request: RequestInit, ...expected: readonly number[]): Probe {
  return { path: '/trigger', request, expected };
}

function webhook(request: RequestInit): Probe {
  return { path: '/webhook', request, expected: [403] };
}

async function send(
  base: string,
  { path, request, expected }: Probe,
  closed: AbortSignal,
): Promise<{
  readonly result: Pick<ServiceCheck, 'isRight' | 'httpStatus' | 'milliseconds'>;
  readonly isIdEchoed: boolean;
}> {
  const id = randomUUID();
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  try {
    const response = await fetch(base + path, {
      ...request,
      headers: { ...(request.headers as Record<string, string>), 'X-Request-Id': id },
      // A redirect is not followed, so that the key goes to no other host.
      redirect: 'manual',
      signal: AbortSignal.any([closed, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    const { status: httpStatus } = response;
    return {
      result: { isRight: expected.includes(httpStatus), httpStatus, milliseconds: took() },
      isIdEchoed: response.headers.get('X-Request-Id') === id,
    };
  } catch {
    return {
      result: { isRight: false, httpStatus: null, milliseconds: took() },
      isIdEchoed: false,
    };
  }
}
