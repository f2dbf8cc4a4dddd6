import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import type { Template } from '../../domain/message/template.ts';
import type { Clock } from '../ports/clock.ts';
import type { TemplateSource } from '../ports/gateway.ts';

/** Why nothing may leave at this moment, whatever was approved. */
export type SendBlock =
  | { readonly kind: 'template'; readonly change: TemplateChange }
  /** The hours in which messages go have ended since the yes. */
  | { readonly kind: 'hours_over'; readonly opensAt: Date };

/** Null where a message may leave. */
type Look = () => Promise<SendBlock | null>;

/** The hours in which messages go, as they are at this moment. */
export type SendingHours = {
  /** When messages go again; null where they go now, or the operator sends all the same. */
  readonly closedUntil: () => Promise<Date | null>;
};

export type SendChecks = {
  /** Before each question: nobody reads and answers what can no longer go. */
  readonly checkBeforeQuestion: Look;
  /** Right before each message leaves. */
  readonly checkBeforeSend: Look;
};

/**
 * What a yes of a while ago cannot know: that the template is another now, or that it has become
 * night. The hours come last, since Twilio may take its time to answer; before a question they are left
 * to the operator, who is asked about them.
 */
export function sendChecks(template: TemplateWatch, hours: SendingHours): SendChecks {
  const checkBeforeQuestion: Look = async () => {
    const change = await template.check();
    return change === null ? null : { kind: 'template', change };
  };
  return {
    checkBeforeQuestion,
    checkBeforeSend: async () => {
      const block = await checkBeforeQuestion();
      if (block !== null) return block;
      const opensAt = await hours.closedUntil();
      return opensAt === null ? null : { kind: 'hours_over', opensAt };
    },
  };
}

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
