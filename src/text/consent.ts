import type { Consent } from '../domain/record/consent.ts';
import { printable } from './format.ts';

/** What was on record about consent when a message was approved, as the end of a line; may be empty. */
export function consentText({
  optInAt,
  optInHow,
  optInWording,
  isGiven,
  override,
}: Consent): string {
  const optIn = [optInAt, optInHow, optInWording === null ? null : `“${optInWording}”`];
  const said = optIn.filter((part) => part !== null).map(printable);
  return [
    ...(said.length > 0 ? [`opted in: ${said.join(', ')}`] : []),
    ...(isGiven ? ['the list says yes'] : []),
    ...(override === null
      ? []
      : [`although the list says ${overrideText(override)}, by the operator's decision`]),
  ].join('; ');
}

function overrideText({ heading, value }: NonNullable<Consent['override']>): string {
  return `${printable(value)} under "${printable(heading)}"`;
}

/** The same for scripts. */
export function consentJson(consent: Consent): object {
  const { optInAt, optInHow, optInWording, isGiven, override } = consent;
  return {
    opt_in_at: optInAt,
    opt_in_how: optInHow,
    opt_in_wording: optInWording,
    given_in_list: isGiven,
    override,
  };
}
