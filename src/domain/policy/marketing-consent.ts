import type { Message } from '../message/message.ts';
import { isMarketing, type Template } from '../message/template.ts';
import { isConsentOnRecord } from '../record/consent.ts';

/**
 * Whether a message may not be sent because its template counts as marketing and no consent of the parent is
 * on record. UK law (PECR) allows marketing messages only with consent, so no operator can decide otherwise.
 * Test messages go to the operator's own phones.
 */
export function lacksMarketingConsent(
  { purpose, invite }: Pick<Message, 'purpose' | 'invite'>,
  template: Pick<Template, 'category'>,
): boolean {
  return isMarketing(template) && purpose === 'invite' && !isConsentOnRecord(invite.consent);
}
