import { openDynamoStores } from '../../adapters/ledger/dynamo-stores.ts';
import { publicUrlIn } from '../../adapters/service-settings.ts';
import { signatureCheck } from '../../adapters/twilio/signature.ts';
import { aborted } from '../../application/aborted.ts';
import { VERSION } from '../../cli/version.ts';
import { InviteError } from '../../domain/problem.ts';
import { checksWithFreshLogin } from '../fresh-login.ts';
import { httpFunction } from '../http-function.ts';
import { clock, ledgerPlace, modeOf, sourceFor } from '../surroundings.ts';

/** Twilio is to have its answer within 2 s. */
const ANSWER_WITHIN_MS = 1800;

const { env } = process;
const source = sourceFor(env);
const stores = openDynamoStores(ledgerPlace(env), modeOf(env));
const isSigned = checksWithFreshLogin(source, signatureCheck, () => clock.now().getTime());

/** A function stands still once its answer is out, so that nothing goes on behind it. */
const inTime = {
  due: async () => await aborted(AbortSignal.timeout(ANSWER_WITHIN_MS)),
  goOn: null,
};

/** Delivery states and replies, and the service's health. It sends nothing, and knows no account. */
export const handler = httpFunction('webhook', async () => {
  const [values, { ledger, optOuts, replies }] = await Promise.all([source.settings(), stores]);
  const publicUrl = publicUrlIn(values);
  if (publicUrl === null) {
    throw new InviteError({ code: 'settings_missing', names: ['PUBLIC_URL'], faults: [] });
  }
  return {
    trigger: null,
    webhook: { ledger, replies, optOuts, isSigned, publicUrl, clock, inTime },
    health: { ledger, version: VERSION },
  };
});
