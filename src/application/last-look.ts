import type { TemplateChange, TemplateWatch } from './template-watch.ts';

/** Why nothing may leave at this moment, whatever was approved. */
export type NotNow =
  | { readonly kind: 'template'; readonly change: TemplateChange }
  /** The hours in which messages go have ended since the yes. */
  | { readonly kind: 'hours_over'; readonly opensAt: Date };

/** Asked right before each message leaves; null where it may. */
export type LastLook = () => Promise<NotNow | null>;

/** The hours in which messages go, as they are at this moment. */
export type SendingHours = {
  /** When messages go again; null where they go now, or the operator sends all the same. */
  readonly closedUntil: () => Promise<Date | null>;
};

/**
 * What a yes of a while ago cannot know: that the template is another now, or that it has become
 * night. The hours come last, since Twilio may take its time to answer.
 */
export function lastLook(template: TemplateWatch, hours: SendingHours): LastLook {
  return async () => {
    const change = await template.check();
    if (change !== null) return { kind: 'template', change };
    const opensAt = await hours.closedUntil();
    return opensAt === null ? null : { kind: 'hours_over', opensAt };
  };
}
