import type { MessageSid } from './ids.ts';

/** A message in Twilio's message list. */
export type ListedMessage = {
  readonly sid: MessageSid;
  /** Masked in part or as a whole if the account redacts phone numbers. */
  readonly to: string | null;
  /** In Twilio's notation, such as `outbound-api`. */
  readonly direction: string;
  /** Empty or masked if the account redacts message bodies. */
  readonly body: string | null;
  readonly createdAt: Date;
};

/** A message of unknown outcome, which is looked for at Twilio. */
export type SoughtMessage = {
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly body: string;
  /** The earliest time at which the request can have been sent, by this computer's clock. */
  readonly since: Date;
};

/** Why it is not certain whether a listed message is the one looked for. */
export const CANDIDATE_DOUBTS = ['text_hidden', 'text_differs', 'number_hidden'] as const;
type CandidateDoubt = (typeof CANDIDATE_DOUBTS)[number];

/** A message at Twilio that may be the one looked for. */
export type Candidate = {
  readonly sid: MessageSid;
  /** When Twilio created it. */
  readonly at: Date;
  readonly doubt: CandidateDoubt;
};

/**
 * How far this computer's clock may be ahead of Twilio's, in milliseconds. Older messages are not
 * considered: their SIDs are in the ledger.
 */
const CLOCK_TOLERANCE_MS = 120_000;

/**
 * How long after the request Twilio can have created the message, in milliseconds. A request ends within
 * a minute; the rest allows for a wrong clock. Without a limit, a message sent by hand on another day
 * would leave the outcome unknown for good.
 */
const CREATED_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Twilio's times have a resolution of one second. */
const SECOND_MS = 1000;

/** The earliest time at which Twilio can have created the message. */
export function earliestCreation({ since }: Pick<SoughtMessage, 'since'>): Date {
  return new Date(since.getTime() - CLOCK_TOLERANCE_MS - SECOND_MS);
}

/**
 * Whether a listed message is the one looked for: `same`, `other`, or why that is not certain. Number,
 * direction and time decide whether it can be. The text can only confirm it, since Twilio returns it
 * empty, masked or changed if bodies are redacted or a Messaging Service sent the message. A message
 * with the same text matches at any later time: sending it twice would be worse than a look-up by a
 * person.
 *
 * The caller leaves out messages whose SID is in the ledger.
 */
export function matchListed(
  listed: ListedMessage,
  sought: SoughtMessage,
): 'same' | 'other' | CandidateDoubt {
  // Automatic replies and messages from calls are not sent by this tool.
  if (listed.direction !== 'outbound-api') return 'other';
  if (listed.createdAt.getTime() <= earliestCreation(sought).getTime()) return 'other';
  const isTooLate = listed.createdAt.getTime() > sought.since.getTime() + CREATED_WITHIN_MS;
  const match = matchByContent(listed, sought);
  return isTooLate && match !== 'same' ? 'other' : match;
}

function matchByContent(
  listed: ListedMessage,
  sought: SoughtMessage,
): ReturnType<typeof matchListed> {
  if (listed.to !== sought.to) return mayBeNumber(listed.to, sought.to) ? 'number_hidden' : 'other';
  const shown = wordsOf(listed.body ?? '');
  const own = wordsOf(sought.body);
  // If the message's own text was erased, the listed text cannot confirm it.
  if (isHidden(shown) || own === '') return 'text_hidden';
  return shown === own ? 'same' : 'text_differs';
}

/** Twilio may change spaces and line breaks, so only words are compared. */
function wordsOf(text: string): string {
  return text.split(/\s+/u).join(' ').trim();
}

/** Characters that are used to mask letters or digits. */
const MASK = String.raw`[xX*#_?.•●·█…\-]+`;
const WITHHELD = /^\W*(?:redact|hid|mask|remov|delet|anonymi|obfuscat|withh)/iu;

/** Whether a text is empty, masked, or a word such as "redacted". */
function isHidden(text: string): boolean {
  const shown = text.replaceAll(new RegExp(MASK, 'gu'), '');
  return !/[\p{L}\p{N}]/u.test(shown) || WITHHELD.test(text);
}

/** Whether an address that is masked in part or as a whole can be this number. */
function mayBeNumber(shown: string | null, to: string): boolean {
  const address = (shown ?? '').trim().replace(/^whatsapp:/iu, '');
  if (address === '' || WITHHELD.test(address)) return true;
  const parts = address.replace(/^\+/u, '').split(new RegExp(MASK, 'u'));
  const isMasked = parts.length > 1 && parts.every((part) => /^\d*$/u.test(part));
  return isMasked && new RegExp(`^${parts.join(String.raw`\d*`)}$`, 'u').test(digitsOf(to));
}

function digitsOf(address: string): string {
  return address.replaceAll(/\D/gu, '');
}
