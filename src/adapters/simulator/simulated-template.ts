import type { DeliveryErrorCode } from './faults/twilio-codes.ts';

/** A Content template of the simulated account. */
export type SimulatedTemplate = {
  /** `HX` and 32 hex digits. */
  readonly sid: string;
  readonly friendlyName: string;
  readonly body: string;
  /** Content types beside `twilio/text`, such as `twilio/quick-reply`. Default: none. */
  readonly otherTypes?: Readonly<Record<string, object>>;
  /** The sample of each variable. A send has to fill these variables, whatever is in the body. */
  readonly variables: Readonly<Record<string, string>>;
  readonly approval: {
    /** WhatsApp's status, such as `approved` or `paused`, in any case. */
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
 * The error of a message with this template outside the 24-hour window; null where it is delivered.
 * A status without a code of its own counts as unapproved: 63016.
 */
export function errorOfApproval(template: SimulatedTemplate): DeliveryErrorCode | null {
  const error = ERROR_OF_STATUS.get(template.approval.status.toLowerCase());
  return error === undefined ? 63016 : error;
}

/** The body with its values. Replaced in one pass, so that a value such as `{{2}}` stays as it is. */
export function renderTemplate(
  template: SimulatedTemplate,
  values: Readonly<Record<string, string>>,
): string {
  return template.body.replace(/\{\{\s*([^{}\s]+)\s*\}\}/gu, (placeholder, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? placeholder) : placeholder,
  );
}
