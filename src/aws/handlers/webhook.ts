import { settingProblems, parseSettings, refuse } from '../../adapters/settings/settings.ts';
import { signatureCheck } from '../../adapters/twilio/signature.ts';
import { aborted } from '../../application/ports/clock.ts';
import type { WebhookPorts } from '../../http/webhook/twilio-webhook.ts';
import { VERSION } from '../../text/version.ts';
import { httpFunction } from '../lambda/http-function.ts';
import { ledgerOnAws, clock, sourceFor } from '../lambda/lambda-context.ts';
import { checkWithTokenRotation } from '../lambda/token-rotation.ts';

/** Twilio should get its response within 2 s. */
const ANSWER_WITHIN_MS = 1800;

const { env } = process;
const own = parseSettings(env);
const source = sourceFor(env);
const stores = ledgerOnAws(own, source);
const isSigned = checkWithTokenRotation(source, signatureCheck, () => clock.now().getTime());

/** Lambda freezes a function after its response, so nothing can run in the background. */
const withDeadline = {
  due: async () => await aborted(AbortSignal.timeout(ANSWER_WITHIN_MS)),
  continueInBackground: null,
};

/**
 * Handles delivery states and replies, and answers health checks. It sends nothing and has no account
 * SID.
 */
export const handler = httpFunction('webhook', () => ({
  trigger: null,
  webhook: portsNow,
  health: async () => ({ ledger: (await stores()).ledger, version: VERSION, clock }),
}));

async function portsNow(): Promise<WebhookPorts> {
  const [settings, { ledger, optOuts, replies, tagOf }] = await Promise.all([
    source.settings(),
    stores(),
  ]);
  const publicUrl = settings.values.PUBLIC_URL ?? refuse(settingProblems(settings, ['PUBLIC_URL']));
  return { ledger, replies, optOuts, isSigned, publicUrl, clock, tagOf, withDeadline };
}
