import { isOver, parseSeason } from '../record/values/season.ts';
import {
  checkedTemplate,
  VARIABLE_NUMBERS,
  type Template,
  type TemplateSid,
  type ContentVariables,
} from './template.ts';

/** The built-in template's id in rehearsals, and in previews until a template is configured. */
export const BUILT_IN_TEMPLATE_SID = `HX${'0'.repeat(32)}` as TemplateSid;

/** The text registered with WhatsApp. Used in rehearsals, and in previews without a network. */
const BODY = `Hi {{1}} 👋,

Omega here, the Urmston Town Registration Assistant.

You've been invited to register {{2}} to join Urmston Town {{3}} {{4}} for the upcoming {{5}} season.

The registration process takes around 5-10 minutes—just let me know when you're ready to begin.

To complete registration, you'll be required to make an immediate one-off membership (signing-on) payment for the season of £{{6}}, and also setup a direct debit payment of £{{7}} per month using our online payment system.

If you have any questions before registering, please feel free to reach out to team manager {{8}} on {{9}}. Let me know when you're ready to get started!`;

export function builtInTemplate(sid: TemplateSid = BUILT_IN_TEMPLATE_SID): Template {
  return checkedTemplate(
    {
      sid,
      name: 'registration invite (built-in copy)',
      body: BODY,
      source: 'built_in',
      approvalState: 'built_in',
      category: null,
    },
    VARIABLE_NUMBERS,
  );
}

/** Invented values to preview a template with. The phone number is one of Ofcom's for drama. */
export function exampleVariables(now: Date): ContentVariables {
  return {
    '1': 'Jane',
    '2': 'John',
    '3': 'Panthers',
    '4': 'u11s',
    '5': seasonAt(now),
    '6': '40',
    '7': '26',
    '8': 'Alex Johnson',
    '9': '07700 900001',
  };
}

/** The first season that has not ended. */
function seasonAt(now: Date): string {
  const year = now.getUTCFullYear();
  const running = parseSeason(seasonFrom(year - 1));
  return running.ok && !isOver(running.value, now) ? running.value : seasonFrom(year);
}

function seasonFrom(year: number): string {
  return `${year}-${String((year + 1) % 100).padStart(2, '0')}`;
}
