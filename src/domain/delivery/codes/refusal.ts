import {
  type Refusal,
  TOOL_FAULT,
  pauses,
  skips,
  skipsForNow,
  skipsNumber,
  skipsUnwilling,
  stops,
  stopsForNow,
  unproven,
  waits,
} from './refusal-kind.ts';
import { WHATSAPP_REFUSALS } from './whatsapp-refusals.ts';

export type { Refusal } from './refusal-kind.ts';

const ACCOUNT_CLOSED = stops(
  'Your Twilio account is not active, or is not allowed to send messages.',
  'Log in to the Twilio console and follow what it says about the account.',
  'account',
);
const SERVER_FAULT = unproven(
  pauses(
    'Twilio had a fault of its own, and nobody knows yet whether the message went out.',
    'Look for the number in the Twilio console, under Monitor, Logs, Messaging, before you do anything.',
  ),
);
const SENDER_UNUSABLE = stops(
  'The number you send from cannot send this message.',
  'Check TWILIO_PHONE_NUMBER against the WhatsApp senders listed in the Twilio console.',
  'sender',
);
const TRIAL_ACCOUNT = pauses(
  'A Twilio trial account can only write to numbers you have verified with Twilio.',
  'Verify the number in the Twilio console, or upgrade the account.',
  'account',
);
const TOO_FAST_FOR_SENDER = stopsForNow(
  'More messages are waiting at Twilio than your number can send.',
  'Wait a few hours, then run the same line again.',
);
const SERVICE_WRONG = stops(
  'The Twilio messaging service is missing, or your number does not belong to it.',
  'Correct the messaging service in the Twilio console.',
  'sender',
);
const NO_REASON_GIVEN = skipsForNow(
  'The message was not delivered, and the network did not say why.',
  'Try once more tomorrow, and ring the parent if it fails again.',
);
/** After a time-out or a fault inside Twilio the message may be on its way all the same. */
const NO_ANSWER_IN_TIME = unproven(NO_REASON_GIVEN);
const NOT_SCHEDULABLE = stops(
  'Twilio was asked to send at a time it cannot plan for.',
  'Report it as a fault of the tool, which never plans a time.',
);

/**
 * Twilio's own error codes. Most are in the response to the send; those from 30000 on come with delivery
 * states.
 */
const TWILIO_REFUSALS: { readonly [code: number]: Refusal } = {
  20001: TOOL_FAULT,
  20003: stops(
    'Twilio did not accept the account id, token or key.',
    'Compare TWILIO_ACCOUNT_SID and its token or key with the Twilio console, in the region US1: WhatsApp is in that region only, and each region has its own tokens and keys.',
    'credentials',
  ),
  20005: ACCOUNT_CLOSED,
  20006: ACCOUNT_CLOSED,
  20008: stops(
    'These are Twilio test credentials, which cannot send real messages.',
    'Set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to the live ones.',
    'credentials',
  ),
  20010: ACCOUNT_CLOSED,
  20403: stops(
    'Twilio has suspended or closed the account.',
    'Look in the Twilio console for the reason, which is often that the credit ran out.',
    'account',
  ),
  20404: stops(
    'Twilio knows no such account or template, or it belongs to another account.',
    'Check TWILIO_ACCOUNT_SID and TWILIO_TEMPLATE_SID against the Twilio console.',
    'account',
  ),
  20429: waits(
    'Too many requests reached Twilio at once, so this one was not taken.',
    'Wait a minute, then run the same line again.',
  ),
  20500: SERVER_FAULT,
  20503: SERVER_FAULT,
  21211: skipsNumber(
    "Twilio does not accept the parent's number as a phone number.",
    "Correct the parent's mobile in the list.",
  ),
  21212: SENDER_UNUSABLE,
  21219: TRIAL_ACCOUNT,
  21408: stops(
    'Your Twilio account is not allowed to write to numbers in this country.',
    'Allow the country under geographic permissions in the Twilio console.',
    'account',
  ),
  21602: TOOL_FAULT,
  21603: TOOL_FAULT,
  21604: TOOL_FAULT,
  21606: SENDER_UNUSABLE,
  21607: TRIAL_ACCOUNT,
  21608: TRIAL_ACCOUNT,
  21609: stops(
    'Twilio cannot use the address that delivery news should go to.',
    'Correct that address: it has to be a public one that begins with https.',
  ),
  21610: skipsUnwilling(
    'This person has asked not to get messages from you.',
    'Do not write to this number again; ring the parent instead.',
  ),
  21611: TOO_FAST_FOR_SENDER,
  21612: skipsNumber(
    "Your number cannot reach the parent's number.",
    "Check the parent's mobile, and your own TWILIO_PHONE_NUMBER.",
  ),
  21614: skipsNumber(
    "The parent's number is not a mobile number.",
    'Ask the parent for a mobile number and correct the list.',
  ),
  21617: skips(
    'The message is longer than Twilio allows.',
    'Shorten the longest value in this row, such as the team name.',
  ),
  21619: TOOL_FAULT,
  21624: stops(
    'The time the message was given to be delivered in is out of range.',
    'Update the tool, and report the fault if it comes again.',
  ),
  21654: TOOL_FAULT,
  21655: stops(
    'Twilio does not accept the template id.',
    'Correct TWILIO_TEMPLATE_SID: it stands beside the template in the Twilio console.',
    'template',
  ),
  21656: pauses(
    'A value is empty, has a line break in it, or does not belong to this template.',
    "Check this row's values, and compare the template in the Twilio console with what preview shows.",
  ),
  21658: skips(
    'One of the values is longer than Twilio allows.',
    'Shorten the longest value in this row.',
  ),
  21701: SERVICE_WRONG,
  21703: SERVICE_WRONG,
  21705: SERVICE_WRONG,
  21711: SERVICE_WRONG,
  23002: unproven(
    skips(
      'Twilio warns that hiding phone numbers and its own list of opt-outs do not go together.',
      'Ask Twilio support to switch its opt-out handling off, since this tool keeps its own list.',
    ),
  ),
  30001: TOO_FAST_FOR_SENDER,
  30002: stops(
    'Twilio has suspended your account, often because the credit ran out.',
    'Top up the account in the Twilio console, or write to Twilio support.',
    'account',
  ),
  30008: NO_REASON_GIVEN,
  30029: stops(
    'Twilio does not accept how long the text of a message is to be kept.',
    'Check the privacy settings for messages in the Twilio console.',
    'account',
  ),
  30036: skipsForNow(
    'The message waited at Twilio until the hours for sending ended, or for four hours, and was not sent.',
    'Run the same line again within the hours.',
  ),
  30410: NO_ANSWER_IN_TIME,
  30500: NO_ANSWER_IN_TIME,
  35115: NOT_SCHEDULABLE,
  35118: NOT_SCHEDULABLE,
  70051: stops(
    'Your Twilio key is not allowed to do this: it lacks a permission.',
    'Give the key the permissions Messages (create and read), Content (read) and Senders (read) in the Twilio console, or use the auth token of the account.',
    'credentials',
  ),
};

/**
 * The meaning of an error code of Twilio's; null if the code is not in the tables. Then Twilio's own
 * text is shown.
 */
export function refusalOf(code: number): Refusal | null {
  return TWILIO_REFUSALS[code] ?? WHATSAPP_REFUSALS[code] ?? null;
}
