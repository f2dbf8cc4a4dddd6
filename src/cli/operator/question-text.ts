import type { Question } from '../../application/ports/ports.ts';
import type { Remark } from '../../domain/message/plan.ts';
import type { Message } from '../../domain/message/message.ts';
import { internationalForm } from '../../domain/record/phone/phone.ts';
import { explainRefusal } from '../../text/delivery/refusal.ts';
import type { Colours } from '../terminal/colours.ts';
import { indented, remark } from '../terminal/wrap-text.ts';
import { listed, londonTime, playerOf, printable, recipientOf } from '../../text/format.ts';

/** What stands above the question: whom it is for, anything odd, and the text that would be sent. */
export async function cardOf(
  { planned, number, of }: Question,
  { notes, label }: { readonly notes: readonly string[]; readonly label: string },
  colours: Colours,
  columns: number | null,
): Promise<string> {
  const { message, siblings, remarks } = planned;
  const texts = [...remarks.map((one) => remarkText(one, message)), ...notes];
  const odd = await Promise.all(texts.map(async (text) => await remark(text, columns)));
  const lines = [
    colours.bold(`${label}${number} of ${of}  ${recipientOf(message)}`),
    `  ${playerOf(message)}, row ${message.invite.row}`,
    ...(siblings.length === 0
      ? []
      : [`  The same family: ${listed(siblings.map((other) => playerOf(other)))}`]),
    ...odd.map((text) => colours.odd(text)),
  ];
  return `\n${lines.join('\n')}\n\n${await indented(message.body, columns, colours)}\n`;
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

function remarkText(one: Remark, { invite }: Message): string {
  switch (one.kind) {
    case 'refused_before': {
      const { message } = explainRefusal(one.attempt.twilioCode ?? 0, '');
      return `Twilio refused this one on ${londonTime(one.attempt.at)}: ${message}`;
    }
    case 'approved_before':
      return `You said yes to this one before; the run ended on ${londonTime(one.attempt.at)} without sending it.`;
    case 'perhaps_sent_before':
      return `We do not know whether ${printable(possessive(invite.player.firstName))} message went on ${londonTime(one.at)}. Twilio shows none. Send it now?`;
    case 'invited_with_other_template':
      return one.attempt.state === 'accepted'
        ? `Invited for this season on ${londonTime(one.attempt.at)} already, with another template.`
        : `An invite for this season with another template was tried on ${londonTime(one.attempt.at)}; nobody knows whether it went.`;
  }
}

/** `John's`, `James'`. */
function possessive(name: string): string {
  return /s$/iu.test(name) ? `${name}'` : `${name}'s`;
}
