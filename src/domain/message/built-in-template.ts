import { checkedTemplate, VARIABLE_NUMBERS, type Template, type TemplateSid } from './template.ts';

/** The id under which rehearsals know the built-in template, and previews show it until a real one is set. */
export const BUILT_IN_TEMPLATE_SID = `HX${'0'.repeat(32)}` as TemplateSid;

/** The text as it was registered with WhatsApp, for the rehearsal and for a preview without network. */
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
