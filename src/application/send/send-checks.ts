import type { Template } from '../../domain/message/template.ts';
import { InviteError, type StopProblem } from '../../domain/problem/problem.ts';
import type { Clock } from '../ports/clock.ts';
import type { TemplateSource } from '../ports/gateway.ts';

/** Why nothing may be sent at this moment. */
export type SendBlock =
  | { readonly kind: 'template'; readonly change: TemplateChange }
  /** The sending hours have ended since the approval. */
  | { readonly kind: 'hours_over'; readonly opensAt: Date };

/** Null where a message may be sent. */
type Check = () => Promise<SendBlock | null>;

/** The sending hours. */
export type SendingHours = {
  /** When the hours begin again; null during the hours, or where the operator sends outside them. */
  readonly closedUntil: () => Promise<Date | null>;
};

export type SendChecks = {
  /** Called before each question, so that no approval is asked for in vain. */
  readonly checkBeforeQuestion: Check;
  /** Called right before each message is sent. */
  readonly checkBeforeSend: Check;
};

/**
 * Checks what may have changed since an approval: the template and the hour. The hours come last, since
 * the request to Twilio takes time. Before a question they are not checked: the operator is asked about
 * them.
 */
export function sendChecks(template: TemplateWatch, hours: SendingHours): SendChecks {
  const checkBeforeQuestion: Check = async () => {
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

/** Why nothing more may be sent: the template is not the one that was shown. */
export type TemplateChange =
  | { readonly kind: 'text_changed'; readonly from: Template; readonly to: Template }
  | { readonly kind: 'category_changed'; readonly from: Template; readonly to: Template }
  /** Paused, rejected, deleted, no longer plain text, or not readable from Twilio. */
  | { readonly kind: 'not_sendable'; readonly problem: StopProblem };

export type TemplateWatch = {
  /**
   * Null while the template is unchanged. Asks Twilio at most once an hour, and never twice at the same
   * time. A change is final.
   */
  readonly check: () => Promise<TemplateChange | null>;
};

const HOUR_MS = 60 * 60_000;

/**
 * Watches the template during a run: WhatsApp may pause it, and its text may be edited.
 *
 * @param shown the template that the operator sees
 * @param fetchedAt when it was fetched
 */
export function watchTemplate(
  shown: Template,
  fetchedAt: Date,
  { templates, clock }: { readonly templates: TemplateSource; readonly clock: Clock },
): TemplateWatch {
  let askedAt = fetchedAt.getTime();
  let change: TemplateChange | null = null;
  let pending: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    try {
      change = changeBetween(shown, await templates.fetch());
      askedAt = clock.now().getTime();
    } catch (error) {
      if (!(error instanceof InviteError)) throw error;
      change = { kind: 'not_sendable', problem: error.problem };
    } finally {
      pending = null;
    }
  };
  return {
    check: async () => {
      const sinceMs = clock.now().getTime() - askedAt;
      // When the clock was set back, the elapsed time is not known.
      const isDue = sinceMs >= HOUR_MS || sinceMs < 0;
      if (change === null && isDue) await (pending ??= ask());
      return change;
    },
  };
}

function changeBetween(from: Template, to: Template): TemplateChange | null {
  if (from.sid !== to.sid || from.body !== to.body) return { kind: 'text_changed', from, to };
  if (from.category !== to.category) return { kind: 'category_changed', from, to };
  return null;
}
