import type { TemplateSid } from '../../domain/message/template.ts';
import { DELIVERIES_OF_KNOWN_TEMPLATE } from '../../domain/policy/first-batch.ts';
import type { SetUpDetail } from '../../domain/set-up/set-up.ts';
import type { Ledger } from '../ports/ledger.ts';

/** The newest messages of a ledger that are looked at: a whole one may hold 200,000. */
const MOST_LOOKED_AT = 3000;

/**
 * Whether a template is new to WhatsApp, by the messages with it that arrived. They are counted in the
 * newest messages of the ledger, and no further than is needed.
 */
export async function checkDeliveries(
  ledger: Pick<Ledger, 'messages'>,
  template: TemplateSid,
): Promise<SetUpDetail> {
  let [lookedAt, delivered] = [0, 0];
  for await (const { templateSid, delivery } of ledger.messages({ newestFirst: true })) {
    const hasArrived = delivery === 'delivered' || delivery === 'read';
    if (hasArrived && templateSid === template) delivered += 1;
    if (delivered === DELIVERIES_OF_KNOWN_TEMPLATE) return { code: 'template_known' };
    lookedAt += 1;
    if (lookedAt === MOST_LOOKED_AT) break;
  }
  return { code: 'template_new', delivered };
}
