import type { TriggerSettings } from '../../adapters/settings/service-settings.ts';
import type { Clock, Wait } from '../../application/ports/clock.ts';
import type { TemplateSource } from '../../application/ports/gateway.ts';
import { sendOnRequest, type RequestPorts } from '../../application/trigger/send-on-request.ts';
import { isMarketing, type Template } from '../../domain/message/template.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Log } from '../log.ts';
import type { Explain } from './trigger-response.ts';
import type { TriggerPorts } from './trigger.ts';

/** The parts of a trigger that differ between this computer and AWS. */
export type TriggerParts = {
  readonly mode: Mode;
  readonly settings: TriggerSettings;
  readonly stores: Pick<RequestPorts, 'ledger' | 'optOuts'> & Pick<TriggerPorts, 'tagOf'>;
  readonly twilio: Pick<RequestPorts, 'gateway' | 'sentMessages' | 'deliveries' | 'lookFirst'> & {
    readonly templates: TemplateSource;
  };
  /** Reads the teams' sheet as it is now; null where there is none. */
  readonly readTeams: TriggerPorts['readTeams'];
  readonly clock: Clock;
  readonly wait: Wait;
  readonly times: Pick<RequestPorts, 'showsUpWithinMs' | 'settleWithin' | 'tooLate' | 'stopNow'>;
  readonly explain: Explain;
};

export function triggerPorts(parts: TriggerParts): TriggerPorts {
  const { mode, settings, stores, twilio, readTeams, clock, wait, times, explain } = parts;
  return {
    apiKeys: settings.apiKeys,
    send: sendOnRequest({
      ledger: stores.ledger,
      optOuts: stores.optOuts,
      gateway: twilio.gateway,
      sentMessages: twilio.sentMessages,
      deliveries: twilio.deliveries,
      lookFirst: twilio.lookFirst,
      clock,
      wait,
      sendHours: settings.sendHours,
      dailyLimit: settings.dailyLimit,
      ...times,
    }),
    templates: twilio.templates,
    readTeams,
    rules: { exampleNumbersAllowed: mode !== 'live', teams: settings.teams },
    clock,
    tagOf: stores.tagOf,
    explain,
  };
}

/**
 * Wraps template sources so that the log has a warning, once, when the template counts as marketing. A
 * process makes one, and wraps every source with it.
 */
export function marketingWarning(log: Log): (source: TemplateSource) => TemplateSource {
  let isLogged = false;
  return (source) => ({
    fetch: async () => {
      const template = await source.fetch();
      if (isMarketing(template) && !isLogged) {
        isLogged = true;
        log({ level: 'warn', event: 'trigger', outcome: 'template_marketing' });
      }
      return template;
    },
  });
}

/** How long a template is cached: a change or pause at Twilio applies after this time at the latest. */
const KEPT_MS = 5 * 60_000;

/** A template source that asks Twilio at most once in five minutes. */
export function cachedTemplate(source: TemplateSource, clock: Clock): TemplateSource {
  let cached: { readonly at: number; readonly template: Promise<Template> } | null = null;
  return {
    fetch: async () => {
      const now = clock.now().getTime();
      if (cached === null || Math.abs(now - cached.at) > KEPT_MS) {
        cached = { at: now, template: source.fetch() };
      }
      try {
        return await cached.template;
      } catch (error) {
        cached = null;
        throw error;
      }
    },
  };
}
