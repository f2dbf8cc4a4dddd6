import type { Clock } from '../../application/ports/clock.ts';
import type { TemplateSource } from '../../application/ports/gateway.ts';
import type { Template } from '../../domain/message/template.ts';

/** A template that was changed or paused at Twilio is noticed after so long at the latest. */
const KEPT_MS = 5 * 60_000;

/** The template as Twilio has it, asked for once in five minutes however many want it. */
export function keptTemplate(source: TemplateSource, clock: Clock): TemplateSource {
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
