import { randomUUID } from 'node:crypto';
import type { ServiceCheck, ServiceCheckName } from '../../domain/set-up/set-up.ts';

type Question = {
  readonly path: string;
  readonly request: RequestInit;
  readonly expected: readonly number[];
};

const TIMEOUT_MS = 30_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const FORM_TYPE = { 'Content-Type': 'application/x-www-form-urlencoded' };
const OVERSIZED_BYTES = 70 * 1024;

/**
 * Asks a running service what a deployment has to answer rightly. A record in it has no more than a
 * team, so that even a service that checked nothing could not send it.
 *
 * @param service its address, over https or on this computer
 * @param apiKey null where there is none to ask with: what needs it is left out
 */
export async function probeService(
  service: URL,
  apiKey: string | null,
  closed: AbortSignal,
): Promise<readonly ServiceCheck[]> {
  const base = service.origin + service.pathname.replace(/\/+$/u, '');
  const checks: ServiceCheck[] = [];
  const echoes: boolean[] = [];
  for (const [check, question] of Object.entries(questions(apiKey ?? ''))) {
    if (apiKey === null && NEEDS_KEY.has(check)) continue;
    // oxlint-disable-next-line no-await-in-loop -- one after the other, so that each time is its own
    const asked = await ask(base, question, closed);
    echoes.push(asked.isIdEchoed);
    checks.push({ check: check as ServiceCheckName, expected: question.expected, ...asked.told });
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

type Questions = { readonly [check in Exclude<ServiceCheckName, 'request_id'>]: Question };

function questions(key: string): Questions {
  const withKey = { ...JSON_TYPE, 'x-api-key': key };
  // Of a field that there is: a gateway may turn any other away before it looks at the size.
  const padding = JSON.stringify({ team_name: 'x'.repeat(OVERSIZED_BYTES) });
  const signed = { ...FORM_TYPE, 'X-Twilio-Signature': 'Zm9yZ2Vk' };
  return {
    health: { path: '/health', request: {}, expected: [200] },
    no_key: trigger(post('{}', JSON_TYPE), 403),
    wrong_key: trigger(post('{}', { ...JSON_TYPE, 'x-api-key': `not-${key.length}` }), 403),
    invalid_record: trigger(post('{}', withKey), 400),
    oversized_record: trigger(post(padding, withKey), 413),
    // A gateway in front of the service knows no such method, and says so in its own ways.
    wrong_method: trigger({ method: 'GET', headers: { 'x-api-key': key } }, 405, 404, 403),
    wrong_content_type: trigger(post('{}', { ...withKey, 'Content-Type': 'text/plain' }), 415),
    unsigned_webhook: webhook(post('', FORM_TYPE)),
    forged_webhook: webhook(post('MessageSid=none', signed)),
  };
}

function post(body: string, headers: Record<string, string>): RequestInit {
  return { method: 'POST', headers, body };
}

function trigger(request: RequestInit, ...expected: readonly number[]): Question {
  return { path: '/trigger', request, expected };
}

function webhook(request: RequestInit): Question {
  return { path: '/webhook', request, expected: [403] };
}

async function ask(
  base: string,
  { path, request, expected }: Question,
  closed: AbortSignal,
): Promise<{
  readonly told: Pick<ServiceCheck, 'isRight' | 'httpStatus' | 'milliseconds'>;
  readonly isIdEchoed: boolean;
}> {
  const id = randomUUID();
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  try {
    const response = await fetch(base + path, {
      ...request,
      headers: { ...(request.headers as Record<string, string>), 'X-Request-Id': id },
      // Wherever it leads to, no key is to follow.
      redirect: 'manual',
      signal: AbortSignal.any([closed, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    const { status: httpStatus } = response;
    return {
      told: { isRight: expected.includes(httpStatus), httpStatus, milliseconds: took() },
      isIdEchoed: response.headers.get('X-Request-Id') === id,
    };
  } catch {
    return {
      told: { isRight: false, httpStatus: null, milliseconds: took() },
      isIdEchoed: false,
    };
  }
}
