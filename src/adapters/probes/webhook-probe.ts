import type { SetUpDetail } from '../../domain/set-up/set-up.ts';

const TIMEOUT_MS = 10_000;

/**
 * Asks the service whether it is there, and whether its webhook takes a request that Twilio did not
 * sign. That request is empty: were it believed, there would be nothing in it to believe.
 *
 * @param address where Twilio reaches the service; a name, a password and a query in it are left out
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

/** A redirect is an answer: Twilio would follow it and lose the form on the way. */
async function statusOf(url: string, request: RequestInit): Promise<number> {
  const response = await fetch(url, { ...request, redirect: 'manual' });
  await response.body?.cancel();
  return response.status;
}
