import type { Advice } from '../advice.ts';

/** What it means that Meta counts a template as marketing, and what to do about it. */
export const MARKETING_TEMPLATE: Advice = {
  message:
    'MARKETING: WhatsApp withholds it from some people (63049), parents must have consented to marketing (PECR), and it costs more.',
  fix: 'Ask for a review in WhatsApp Manager within 60 days: Meta decides, not Twilio. A template stays UTILITY if it is only about the registration that the parent began, with no promotion or fundraising.',
};

/** The question before a send with such a template. */
export const MARKETING_QUESTION = {
  why: 'Meta counts this template as marketing. WhatsApp withholds marketing from some people (63049), each message costs more, and UK law (PECR) lets you send it only to parents who opted in to marketing from the club.',
  question: 'Type marketing to send it all the same; anything else stops: ',
};
