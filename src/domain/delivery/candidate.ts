import type { MessageSid } from './ids.ts';

/** One message of Twilio's own list, as far as it is shown. */
export type ListedMessage = {
  readonly sid: MessageSid;
  /** Its end is masked, or all of it, where the account keeps no addresses. */
  readonly to: string | null;
  /** As Twilio says it, such as `outbound-api`. */
  readonly direction: string;
  /** Empty or masked where the account keeps no texts. */
  readonly body: string | null;
  readonly createdAt: Date;
};

/** A message of which nobody knows whether it went. */
export type SoughtMessage = {
  /** `whatsapp:` and an E.164 number. */
  readonly to: string;
  readonly body: string;
  /** When its request can first have left, by this computer's clock. */
  readonly since: Date;
};

/** Why nobody can say whether a message of the list is the one that is sought. */
export const CANDIDATE_DOUBTS = ['text_hidden', 'text_differs', 'number_hidden'] as const;
type CandidateDoubt = (typeof CANDIDATE_DOUBTS)[number];

/** A message at Twilio that may be the one sought, and why that is not certain. */
export type Candidate = {
  readonly sid: MessageSid;
  /** When Twilio made it. */
  readonly at: Date;
  readonly doubt: CandidateDoubt;
};

/**
 * How far this computer's clock may be ahead of Twilio's, in milliseconds. An older message is not taken
 * for this one: the ledger knows its SID.
 */
const CLOCK_TOLERANCE_MS = 120_000;

/**
 * How long after its request can first have left Twilio can have made a message, in milliseconds. A request
 * ends within a minute; the rest is for a computer whose clock is wrong. A message of another day that was
 * sent by hand keeps nothing unknown for ever.
 */
const MADE_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Twilio tells whole seconds. */
const SECOND_MS = 1000;

/** From when on Twilio can have made a message. */
export function madeFrom({ since }: Pick<SoughtMessage, 'since'>): Date {
  return new Date(since.getTime() - CLOCK_TOLERANCE_MS - SECOND_MS);
}

/**
 * Whether a message of the list is the one that is sought: `same`, `other`, or why nobody can say. Number,
 * direction and time decide whether it can be; the text only confirms it, since Twilio shows it empty,
 * masked or otherwise where texts are redacted, or where a Messaging Service sent it. The same text has no
 * latest time: a message that is sent once more by mistake is worse than one that a person has to look up.
 *
 * The caller leaves out each message that the ledger knows by its SID.
 */
export function likenessOf(
  listed: ListedMessage,
  sought: SoughtMessage,
): 'same' | 'other' | CandidateDoubt {
  // What Twilio sent by itself, as an answer or from a call, is none of this tool's.
  if (listed.direction !== 'outbound-api') return 'other';
  if (listed.createdAt.getTime() <= madeFrom(sought).getTime()) return 'other';
  const isTooLate = listed.createdAt.getTime() > sought.since.getTime() + MADE_WITHIN_MS;
  const likeness = likenessByContent(listed, sought);
  return isTooLate && likeness !== 'same' ? 'other' : likeness;
}

function likenessByContent(
  listed: ListedMessage,
  sought: SoughtMessage,
): ReturnType<typeof likenessOf> {
  if (listed.to !== sought.to) return mayBeNumber(listed.to, sought.to) ? 'number_hidden' : 'other';
  const shown = wordsOf(listed.body ?? '');
  const own = wordsOf(sought.body);
  // Of a message whose own text was erased nothing confirms that it is this one.
  if (isHidden(shown) || own === '') return 'text_hidden';
  return shown === own ? 'same' : 'text_differs';
}

/** Spaces and line ends may be handed back otherwise than they were sent; words are not. */
function wordsOf(text: string): string {
  return text.split(/\s+/u).join(' ').trim();
}

/** What stands for letters or digits that are not shown. */
const MASK = String.raw`[xX*#_?.•●·█…\-]+`;
const WITHHELD = /^\W*(?:redact|hid|mask|remov|delet|anonymi|obfuscat|withh)/iu;

/** Nothing, marks in the place of letters, or a word that says so. */
function isHidden(text: string): boolean {
  const shown = text.replaceAll(new RegExp(MASK, 'gu'), '');
  return !/[\p{L}\p{N}]/u.test(shown) || WITHHELD.test(text);
}

/** Whether an address of which a part or all is not shown can be this number. */
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
