/** The texts of `inbox` at a terminal. */
export const INBOX_TEXTS = {
  question: 'Your answer',
  otherKey: 'Press one of these keys; ? explains them.',
  write: 'Write:',
  answer: 'Your answer:',
  stop: 'Send them no more messages? (y/n)',
  perhapsStop: 'Do they want no more messages? (y/n)',
  stopped: 'They get no more messages.',
  changed: 'Something has happened in this conversation since it was shown. Nothing was sent.',
  tooLate: 'WhatsApp takes no more answers to this message. Nothing was sent. Give them a call.',
  erased: 'This conversation was erased.',
  atTerminal: 'To answer them one after the other, type urmston-invite inbox at a terminal.',
  cameTooLate:
    'your answer came too late. WhatsApp takes free text for 24 hours after they wrote. Give them a call.',
  notDelivered: 'your answer did not arrive. Give them a call.',
  noneSaved: 'There are no saved answers.',
  howToSave:
    'Save one with: urmston-invite inbox answers add "Hi {parent_first_name}, here is the link: {LINK}"',
  linkMissing:
    'An answer contains {LINK}, and the setting LINK is not set. Set it to the address of the registration page.',
  none: 'No parent waits for an answer.',
} as const;

/** What the keys do. @param saved how many saved answers there are */
export function inboxKeys(saved: number): string {
  const answers =
    saved === 0
      ? '  1-9  a saved answer; there is none yet: urmston-invite inbox answers add "TEXT"'
      : `  1-${saved}  show this saved answer, and ask whether to send it`;
  return `
${answers}
  r    write an answer; it is shown, and asked about
  d    done: it needs no answer
  s    they want no more messages; this is asked
  n    later: go to the next, and leave this one waiting
  b    go back to the one before
  o    show the older messages
  q    stop here; the rest waits
`;
}
