import type { Question } from '../../application/ports.ts';
import type { Remark } from '../../domain/plan.ts';
import { internationalForm } from '../../domain/phone.ts';
import { explainRefusal } from '../explain/refusal.ts';
import type { Paint } from '../paint.ts';
import { framed } from '../frame.ts';
import { listed, londonTime, playerOf, recipientOf } from '../render.ts';

/** What stands above the question: whom it is for, anything odd, and the text that would be sent. */
export async function cardOf(
  { planned, number, of }: Question,
  notes: readonly string[],
  paint: Paint,
  columns: number | null,
): Promise<string> {
  const { message, siblings, remarks } = planned;
  const lines = [
    paint.bold(`${number} of ${of}  ${recipientOf(message)}`),
    `  ${playerOf(message)}, row ${message.invite.row}`,
    ...(siblings.length === 0
      ? []
      : [`  The same family: ${listed(siblings.map((other) => playerOf(other)))}`]),
    ...[...remarks.map(remarkText), ...notes].map((note) => paint.odd(`  ! ${note}`)),
  ];
  return `\n${lines.join('\n')}\n\n${await framed(message.body, columns, paint)}\n`;
}

/** The question itself; what a yes to it means is exactly what stands in the card above. */
export function questionOf({ planned }: Question): string {
  const { firstName, lastName, phone } = planned.message.invite.parent;
  return `Send this to ${firstName} ${lastName}, ${internationalForm(phone)}? (y/n/b/q/?)`;
}

export const EXPLANATION = `
  y  send this message, to this number, as it stands
  n  leave it out for now; it is offered again next time
  b  go back to the one before that has not been sent
  q  stop here; the rest waits for the next time
`;

function remarkText({ kind, attempt }: Remark): string {
  const when = londonTime(attempt.at);
  switch (kind) {
    case 'refused_before': {
      const { message } = explainRefusal(attempt.twilioCode ?? 0, '');
      return `Twilio refused this one on ${when}: ${message}`;
    }
    case 'invited_with_other_template':
      return attempt.state === 'accepted'
        ? `Invited for this season on ${when} already, with another template.`
        : `An invite for this season with another template was tried on ${when}; nobody knows whether it went.`;
  }
}
