import type { DeliveryErrorCode } from './faults/twilio-codes.ts';

/** A Content template as the simulated account has it. */
export type SimulatedTemplate = {
  /** `HX` and 32 hex digits. */
  readonly sid: string;
  readonly friendlyName: string;
  readonly body: string;
  /** Forms beside the plain text, by their type, as `twilio/quick-reply`. Default: none. */
  readonly otherTypes?: Readonly<Record<string, object>>;
  /** The samples, by variable. Their keys, not the body, say what a send has to bring. */
  readonly variables: Readonly<Record<string, string>>;
  readonly approval: {
    /** As WhatsApp says it, such as `approved` or `paused`; case does not count. */
    readonly status: string;
    /** UTILITY, MARKETING or AUTHENTICATION. */
    readonly category: string;
  };
};

const ERROR_OF_STATUS: ReadonlyMap<string, DeliveryErrorCode | null> = new Map([
  ['approved', null],
  ['rejected', 63040],
  ['paused', 63041],
  ['disabled', 63042],
]);

/**
 * What becomes of a message with this template outside the 24 hour window, where all of ours are.
 * Any status without a code of its own, known or not, counts as unapproved: 63016.
 */
export function errorOfApproval(template: SimulatedTemplate): DeliveryErrorCode | null {
  const error = ERROR_OF_STATUS.get(template.approval.status.toLowerCase());
  return error === undefined ? 63016 : error;
}

/** The body with its values. One pass, so a value that looks like `{{2}}` stays as it is. */
export function renderTemplate(
  template: SimulatedTemplate,
  values: Readonly<Record<string, string>>,
): string {
  return template.body.replace(/\{\{\s*([^{}\s]+)\s*\}\}/gu, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? placeholder) : placeholder,
  );
}
