import type { Advice } from '../advice.ts';

const MESSAGE =
  "WhatsApp may be holding a new template: most of that day's messages with it were sent and not delivered.";

/**
 * The text for a message that WhatsApp may be holding, with most others of its template. The same for each,
 * so that it can be shown once for all.
 *
 * @param isOld whether it was sent more than a day ago
 */
export function explainHeld(isOld: boolean): Advice {
  return {
    message: MESSAGE,
    fix: isOld
      ? 'Look at the template in WhatsApp Manager, and ring the parent if the answer cannot wait.'
      : 'Wait with further messages: WhatsApp releases or drops what it holds. Run status again in a few hours.',
  };
}
