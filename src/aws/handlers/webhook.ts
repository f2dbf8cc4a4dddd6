import { lackOf, parseSettings, refuse } from '../../adapters/settings/settings.ts';
import { signatureCheck } from '../../adapters/twilio/signature.ts';
import { aborted } from '../../application/aborted.ts';
import { VERSION } from '../../cli/version.ts';
import type { WebhookPorts } from '../../http/twilio-webhook.ts';
import { checksWithFreshLogin } from '../fresh-login.ts';
import { httpFunction } from '../http-function.ts';
import { ledgerOnAws } from '../ledger-on-aws.ts';
import { clock, sourceFor } from '../surroundings.ts';

/** Twilio is to have its answer within 2 s. */
const ANSWER_WITHIN_MS = 1800;

const { env } = process;
const own = parseSettings(env);
const source = sourceFor(env);
const stores = ledgerOnAws(own, source);
const isSigned = checksWithFreshLogin(source, signatureCheck, () => clock.now().getTime());

/** A function stands still once its answer is out, so that nothing goes on behind it. */
const inTime = {
  due: async () => await aborted(AbortSignal.timeout(ANSWER_WITHIN_MS)),
  goOn: null,
};

/** Delivery states and replies, and the service's health. It sends nothing, and knows no account. */
export const handler = httpFunction('webhook', () => ({
  trigger: null,
  webhook: portsNow,
  health: async () => ({ ledger: (await stores()).ledger, version: VERSION }),
}));

async function portsNow(): Promise<WebhookPorts> {
  const [settings, { ledger, optOuts, replies, tagOf }] = await Promise.all([
    source.settings(),
    stores(),
  ]);
  const publicUrl = settings.values.PUBLIC_URL ?? refuse(lackOf(settings, ['PUBLIC_URL']));
  return { ledger, replies, optOuts, isSigned, publicUrl, clock, tagOf, inTime };
}
