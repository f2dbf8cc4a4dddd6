import {
  TOOL_FAULT,
  pauses,
  pausesForNow,
  skips,
  skipsForNow,
  skipsNumber,
  skipsUnwilling,
  stops,
  stopsForNow,
  unproven,
  type Refusal,
} from './refusal-kind.ts';

const WHATSAPP_FAULT = unproven(
  pausesForNow(
    'WhatsApp or Twilio had a fault of its own and did not deliver the message.',
    'Wait an hour, then look in the Twilio console whether it arrived after all.',
  ),
);
const TOO_MANY_MESSAGES = pausesForNow(
  'WhatsApp limits how many messages you may send, and the limit was reached.',
  'Wait up to a day before you go on.',
);
const PICTURE_FAULT = skips(
  'WhatsApp could not use the picture or file in the message.',
  'Use a template without a picture or file.',
);

/** Error codes for WhatsApp. Most come with delivery states, up to hours after the send. */
export const WHATSAPP_REFUSALS: { readonly [code: number]: Refusal } = {
  63001: stops(
    'WhatsApp did not accept the connection of your number.',
    'Connect the WhatsApp sender again in the Twilio console.',
    'sender',
  ),
  63002: stops(
    'WhatsApp does not know the number you send from.',
    'Check TWILIO_PHONE_NUMBER against the WhatsApp senders listed in the Twilio console.',
    'sender',
  ),
  63003: skipsNumber(
    "WhatsApp does not know the parent's number.",
    'Ask the parent whether the number is right and has WhatsApp.',
  ),
  63005: pauses(
    'WhatsApp refused the content of the message.',
    'Read the reason WhatsApp gave before sending the next one.',
  ),
  63006: stops(
    'The template is of a kind that WhatsApp cannot show.',
    'Use a text template that WhatsApp has approved.',
    'template',
  ),
  63007: stops(
    'The number you send from is not a WhatsApp sender of this account, or is still being set up.',
    'Check TWILIO_PHONE_NUMBER against the WhatsApp senders listed in the Twilio console.',
    'sender',
  ),
  63008: stops(
    'The WhatsApp sender is not set up properly at Twilio.',
    'Open the WhatsApp sender in the Twilio console and mend what it marks.',
    'sender',
  ),
  63009: WHATSAPP_FAULT,
  63010: WHATSAPP_FAULT,
  63011: WHATSAPP_FAULT,
  63012: WHATSAPP_FAULT,
  63013: pauses(
    'The message breaks a rule of WhatsApp, for instance by an empty value or too many spaces.',
    "Check this row's values, then the wording of the template.",
  ),
  63014: skipsUnwilling(
    'This person has blocked your number or opted out.',
    'Do not write to this number again; ring the parent instead.',
  ),
  63015: stops(
    "You are sending from Twilio's sandbox, which this person has not joined.",
    "Put the club's own WhatsApp sender into TWILIO_PHONE_NUMBER.",
    'sender',
  ),
  63016: stops(
    'Only an approved template may be sent to someone who has not written in the last day.',
    'Use a template that WhatsApp has approved.',
    'template',
  ),
  63017: TOO_MANY_MESSAGES,
  63018: TOO_MANY_MESSAGES,
  63019: skipsForNow(
    'The picture or file in the message could not be fetched.',
    'Check that its web address opens in a browser.',
  ),
  63020: stops(
    "Meta has a problem with the club's business account, such as an open invitation or payment.",
    'Log in to Meta Business Manager and settle what it asks for.',
    'account',
  ),
  63021: pauses(
    'WhatsApp found the message invalid, too long or too old.',
    "Check this row's values before sending the next one.",
  ),
  63022: stops(
    "The club's display name is not confirmed at WhatsApp.",
    'Write to Twilio support about the display name of the sender.',
    'sender',
  ),
  63023: skipsForNow(
    'WhatsApp did not deliver the message and gave no clear reason.',
    'Read the reason WhatsApp gave, try once more tomorrow, and ring the parent if it fails again.',
  ),
  63024: skipsNumber(
    'This number is not on WhatsApp, or its owner has not accepted the newest terms.',
    'Ring the parent, or write to them in another way.',
  ),
  63025: skips(
    'The picture or file in the message had been uploaded before.',
    'Write to Twilio support.',
  ),
  63026: stops(
    'WhatsApp takes messages from your number for spam.',
    'Stop sending, and make sure that everybody on the list agreed to be written to.',
    'sender',
  ),
  63027: stops(
    'WhatsApp does not have the template in this language.',
    'Check in the Twilio console that the template is approved in the language it is written in.',
    'template',
  ),
  63028: stops(
    'The template at WhatsApp takes another number of values than the tool sends.',
    'Compare the variables of the template in the Twilio console with the nine of an invite.',
    'template',
  ),
  // The phone may show the message once WhatsApp is updated.
  63029: unproven(
    skipsForNow(
      "The parent's phone could not load the template.",
      'Ask the parent to update WhatsApp.',
    ),
  ),
  63030: TOOL_FAULT,
  63031: skipsNumber(
    "The parent's number is the number you send from.",
    "Correct the parent's mobile in the list.",
  ),
  63032: skipsNumber(
    'WhatsApp does not deliver to this person at present.',
    'Ring the parent, or write to them in another way.',
  ),
  63033: skipsUnwilling('This person has blocked your number.', 'Ring the parent instead.'),
  63034: PICTURE_FAULT,
  63036: skipsNumber(
    'The number cannot be reached by rich text messages, which this tool does not use.',
    'Check in the Twilio console how the message was sent.',
  ),
  63037: PICTURE_FAULT,
  63038: stopsForNow(
    "The account has reached Twilio's limit of messages for one day.",
    'Run the same line again tomorrow, or upgrade the account.',
    'account',
  ),
  63040: stops(
    'WhatsApp has rejected the template.',
    'Choose another approved template, or submit a new one in the Twilio console.',
    'template',
  ),
  63041: stops(
    'WhatsApp has paused the template because people complained about it.',
    'Wait until WhatsApp lifts the pause, or choose another approved template.',
    'template',
  ),
  63042: stops(
    'WhatsApp has switched the template off.',
    'Choose another approved template, or submit a new one in the Twilio console.',
    'template',
  ),
  63046: unproven(skips('WhatsApp has approved a template.', 'Nothing to do: this is good news.')),
  63049: skipsForNow(
    'WhatsApp held the message back, because Meta counts the template as marketing.',
    'Try again in a few days, and ask for a review of the template in WhatsApp Manager; "urmston-invite doctor" says more.',
  ),
  63051: stops(
    "WhatsApp has locked the club's business account.",
    'Ask Twilio support to appeal for you.',
    'account',
  ),
  63062: stops(
    "The club has not accepted Meta's terms for marketing messages.",
    'Log in to Meta Business Manager and accept the terms.',
    'account',
  ),
  63112: stops(
    "Meta has disabled the club's WhatsApp business account.",
    'Open WhatsApp Manager to see why, and ask Meta for a review.',
    'account',
  ),
};
