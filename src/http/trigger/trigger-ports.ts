import type { TriggerSettings } from '../../adapters/settings/service-settings.ts';
import type { Clock, Wait } from '../../application/ports/clock.ts';
import type { TemplateSource } from '../../application/ports/gateway.ts';
import { sendOnRequest, type RequestPorts } from '../../application/trigger/send-on-request.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import type { Explain } from './trigger-response.ts';
import type { TriggerPorts } from './trigger.ts';
import type { Template } from '../../domain/message/template.ts';

/** What a trigger is made of, on this computer and on AWS. */
export type TriggerParts = {
  readonly mode: Mode;
  readonly settings: TriggerSettings;
  readonly stores: Pick<RequestPorts, 'ledger' | 'optOuts'> & Pick<TriggerPorts, 'tagOf'>;
  readonly twilio: Pick<RequestPorts, 'gateway' | 'sentMessages'> & {
    readonly templates: TemplateSource;
  };
  readonly clock: Clock;
  readonly wait: Wait;
  readonly times: Pick<RequestPorts, 'showsUpWithinMs' | 'settleWithin' | 'tooLate' | 'stopNow'>;
  readonly explain: Explain;
};

/** The ports of the trigger, which sends one invite for each request. */
export function triggerPorts(parts: TriggerParts): TriggerPorts {
  const { mode, settings, stores, twilio, clock, wait, times, explain } = parts;
  return {
    apiKeys: settings.apiKeys,
    send: sendOnRequest({
      ledger: stores.ledger,
      optOuts: stores.optOuts,
      gateway: twilio.gateway,
      sentMessages: twilio.sentMessages,
      clock,
      wait,
      sendHours: settings.sendHours,
      dailyLimit: settings.dailyLimit,
      ...times,
    }),
    templates: twilio.templates,
    rules: { exampleNumbersAllowed: mode !== 'live', teams: settings.teams },
    clock,
    tagOf: stores.tagOf,
    explain,
  };
}

/** A template that was changed or paused at Twilio is noticed after so long at the latest. */
const KEPT_MS = 5 * 60_000;

/** The template as Twilio has it, asked for once in five minutes however many want it. */
export function cachedTemplate(source: TemplateSource, clock: Clock): TemplateSource {
  let kept: { readonly at: number; readonly template: Promise<Template> } | null = null;
  return {
    fetch: async () => {
      const now = clock.now().getTime();
      if (kept === null || Math.abs(now - kept.at) > KEPT_MS) {
        kept = { at: now, template: source.fetch() };
      }
      try {
        return await kept.template;
      } catch (error) {
        kept = null;
        throw error;
      }
    },
  };
}
