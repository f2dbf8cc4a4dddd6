import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import type { Template } from '../../domain/message/template.ts';
import type { Clock, TemplateSource } from '../ports/ports.ts';

/** Why nothing more may be sent of what was shown: the template is no longer what it was. */
export type TemplateChange =
  | { readonly kind: 'text_changed'; readonly from: Template; readonly to: Template }
  | { readonly kind: 'category_changed'; readonly from: Template; readonly to: Template }
  /** Paused, rejected, gone, or more than text; or Twilio does not say what it is now. */
  | { readonly kind: 'not_sendable'; readonly problem: StopProblem };

export type TemplateWatch = {
  /**
   * Null while the template is what was shown. Asks Twilio when an hour has passed since it was last
   * asked, and never twice at once; after a change the answer stays that change.
   */
  readonly check: () => Promise<TemplateChange | null>;
};

const HOUR_MS = 60 * 60_000;

/**
 * Watches over the template of a run: WhatsApp may pause it, and somebody may change its text, while
 * a long list is being gone through.
 *
 * @param shown the template as the operator sees it in every message
 * @param fetchedAt when that was
 */
export function watchTemplate(
  shown: Template,
  fetchedAt: Date,
  { templates, clock }: { readonly templates: TemplateSource; readonly clock: Clock },
): TemplateWatch {
  let askedAt = fetchedAt.getTime();
  let change: TemplateChange | null = null;
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    try {
      change = changeBetween(shown, await templates.fetch());
      askedAt = clock.now().getTime();
    } catch (error) {
      if (!(error instanceof InviteError)) throw error;
      change = { kind: 'not_sendable', problem: error.problem };
    } finally {
      asking = null;
    }
  };
  return {
    check: async () => {
      const sinceMs = clock.now().getTime() - askedAt;
      // A clock that was set back says nothing of how long it has been.
      const isDue = sinceMs >= HOUR_MS || sinceMs < 0;
      if (change === null && isDue) await (asking ??= ask());
      return change;
    },
  };
}

function changeBetween(from: Template, to: Template): TemplateChange | null {
  if (from.sid !== to.sid || from.body !== to.body) return { kind: 'text_changed', from, to };
  if (from.category !== to.category) return { kind: 'category_changed', from, to };
  return null;
}
