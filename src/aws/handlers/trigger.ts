import { modeOf } from '../../adapters/settings/run-settings.ts';
import { triggerSettings } from '../../adapters/settings/service-settings.ts';
import { parseSettings } from '../../adapters/settings/settings.ts';
import { marketingWarning, triggerPorts } from '../../http/trigger/trigger-ports.ts';
import type { TriggerPorts } from '../../http/trigger/trigger.ts';
import { explainHalt } from '../../text/delivery/halt.ts';
import { explainRefusal } from '../../text/delivery/refusal.ts';
import { explainFinding } from '../../text/list/finding.ts';
import { explainStop } from '../../text/stop.ts';
import { httpFunction } from '../lambda/http-function.ts';
import { ledgerOnAws, clock, sourceFor, wait, type TimeLeft } from '../lambda/lambda-context.ts';
import { functionLog } from '../lambda/log.ts';
import { looksOnAws } from '../lambda/look-first.ts';
import { twilioParts } from '../lambda/twilio-parts.ts';

/** How long an earlier message of unknown outcome is searched for, within the gateway's timeout. */
const SETTLE_WITHIN_MS = 5000;
/** How long Twilio may take to list a message. */
const SHOWS_UP_WITHIN_MS = 60_000;

const { env } = process;
const own = parseSettings(env);
const mode = modeOf(own);
const source = sourceFor(env);
const partsUntil = twilioParts(source);
const stores = ledgerOnAws(own, source);
const lookFirst = looksOnAws();
const warnOfMarketing = marketingWarning(functionLog('trigger'));

/** Sends one message for one record from the registration system. */
export const handler = httpFunction('trigger', (time) => ({
  trigger: async () => await portsFor(time),
  webhook: null,
  health: null,
}));

async function portsFor({ closing, tooLate }: TimeLeft): Promise<TriggerPorts> {
  const [settings, opened] = await Promise.all([source.settings(), stores()]);
  const { messageLog: log, ...twilio } = partsUntil(closing);
  return triggerPorts({
    mode,
    settings: triggerSettings(settings, mode),
    stores: opened,
    twilio: {
      ...twilio,
      templates: warnOfMarketing(twilio.templates),
      lookFirst: lookFirst({ log, ...opened, clock }, closing),
    },
    // A function has no files of the club. TEAMS says which teams there are.
    readTeams: async () => null,
    clock,
    wait,
    times: {
      showsUpWithinMs: SHOWS_UP_WITHIN_MS,
      settleWithin: () => AbortSignal.any([closing, AbortSignal.timeout(SETTLE_WITHIN_MS)]),
      tooLate,
      stopNow: closing,
    },
    explain: {
      finding: explainFinding,
      stop: explainStop,
      refusal: explainRefusal,
      halt: explainHalt,
    },
  });
}
