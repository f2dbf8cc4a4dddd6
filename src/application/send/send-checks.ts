import type { TemplateChange, TemplateWatch } from './template-watch.ts';

/** Why nothing may leave at this moment, whatever was approved. */
export type NotNow =
  | { readonly kind: 'template'; readonly change: TemplateChange }
  /** The hours in which messages go have ended since the yes. */
  | { readonly kind: 'hours_over'; readonly opensAt: Date };

/** Null where a message may leave. */
type Look = () => Promise<NotNow | null>;

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
      const notNow = await checkBeforeQuestion();
      if (notNow !== null) return notNow;
      const opensAt = await hours.closedUntil();
      return opensAt === null ? null : { kind: 'hours_over', opensAt };
    },
  };
}
