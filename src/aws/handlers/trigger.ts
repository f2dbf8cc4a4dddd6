import { openDynamoStores } from '../../adapters/ledger/dynamo-stores.ts';
import { guardSettings } from '../../adapters/guard-settings.ts';
import { apiKeySettings } from '../../adapters/service-settings.ts';
import { dailyLimit } from '../../adapters/settings.ts';
import { sendOnRequest } from '../../application/send-on-request.ts';
import { explainFinding } from '../../cli/explain/finding.ts';
import { explainRefusal } from '../../cli/explain/refusal.ts';
import { explainStop } from '../../cli/explain/stop.ts';
import { parseTeams } from '../../domain/club-teams.ts';
import { httpFunction } from '../http-function.ts';
import { clock, ledgerPlace, modeOf, sourceFor, wait } from '../surroundings.ts';
import { twilioParts } from '../twilio-parts.ts';

/** How long Twilio is asked about an unknown outcome of before, within what the gateway waits. */
const SETTLE_WITHIN_MS = 5000;
/** How long Twilio may take to show a message in its list. */
const SHOWS_UP_WITHIN_MS = 60_000;

const { env } = process;
const mode = modeOf(env);
const source = sourceFor(env);
const twilio = twilioParts(source);
const stores = openDynamoStores(ledgerPlace(env), mode);

/** One record from the registration system becomes one message. */
export const handler = httpFunction('trigger', async (closing) => {
  const [values, { ledger, optOuts }] = await Promise.all([source.settings(), stores]);
  return {
    trigger: {
      apiKeys: apiKeySettings(values),
      send: sendOnRequest({
        gateway: twilio.gateway,
        ledger,
        optOuts,
        sentMessages: twilio.sentMessages,
        clock,
        wait,
        sendHours: guardSettings(values).sendHours,
        dailyLimit: dailyLimit(values),
        showsUpWithinMs: SHOWS_UP_WITHIN_MS,
        settleWithin: () => AbortSignal.timeout(SETTLE_WITHIN_MS),
        stopNow: closing,
      }),
      templates: twilio.templates,
      rules: { exampleNumbersAllowed: mode !== 'live', teams: parseTeams(values['TEAMS'] ?? '') },
      clock,
      explain: { finding: explainFinding, stop: explainStop, refusal: explainRefusal },
    },
    webhook: null,
    health: null,
  };
});
