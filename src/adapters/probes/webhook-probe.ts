import type { SetUpDetail } from '../../domain/set-up/set-up.ts';

const TIMEOUT_MS = 10_000;

/**
 * Checks that the service responds, and that its webhook refuses a request without Twilio's signature.
 * That request is empty, so that it changes nothing even where it is accepted.
 *
 * @param address where Twilio reaches the service; user, password and query are ignored
 */
export async function probeWebhook(address: string, closed: AbortSignal): Promise<SetUpDetail> {
  const base = new URL(address);
  const shown = base.origin + base.pathname.replace(/\/+$/u, '');
  const signal = AbortSignal.any([closed, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    const health = await statusOf(`${shown}/health`, { signal });
    if (health !== 200) return { code: 'webhook_unwell', address: shown, httpStatus: health };
    const forged = await statusOf(`${shown}/webhook`, {
      signal,
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    if (forged === 403) return { code: 'webhook_signed', address: shown };
    const isTaken = forged >= 200 && forged < 300;
    return {
      code: isTaken ? 'webhook_open' : 'webhook_unclear',
      address: shown,
      httpStatus: forged,
    };
  } catch {
    return { code: 'webhook_unreachable', address: shown };
  }
}

/** A redirect counts as the response, since Twilio would lose the form when it follows one. */
async function statusOf(url: string, request: RequestInit): Promise<number> {
  const response = await fetch(url, { ...request, redirect: 'manual' });
  await response.body?.cancel();
  return response.status;
}
