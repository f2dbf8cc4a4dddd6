import type { Reply } from '../reply.ts';
import { replyIntentOf } from '../stop-words.ts';
import { answerDueOn } from './answer-date.ts';
import { everydayKindOf } from './everyday-rules.ts';
import { seriousKindsIn } from './serious-rules.ts';

/**
 * What a parent means by a reply, the more serious kind first. A kind is shown to a person and decides
 * nothing: only the rule for opt-outs, which `stop` and `perhaps_stop` repeat, keeps messages back.
 *
 * - `court_order`: a court, the authorities or one parent keep the other from the child;
 * - `bereavement`: somebody of the family has died;
 * - `child`: a child writes, or the phone is a child's;
 * - `erasure_request`, `access_request`, `objection`: rights of data protection law, with a legal date;
 * - `wrong_number`: the message reached somebody else;
 * - `no_text`: only a file, a place, or nothing that can be shown;
 * - `other`: none of these for certain. A person has to read it.
 */
export const REPLY_KINDS = [
  'court_order',
  'bereavement',
  'child',
  'erasure_request',
  'access_request',
  'objection',
  'wrong_number',
  'complaint',
  'stop',
  'perhaps_stop',
  'question',
  'ready',
  'thanks',
  'no_text',
  'other',
] as const;

export type ReplyKind = (typeof REPLY_KINDS)[number];

/** The kinds that the law gives a date for an answer. */
const DATED: ReadonlySet<ReplyKind> = new Set(['erasure_request', 'access_request', 'objection']);

/** What is read of a reply to find its kind. */
export type ReadReply = Pick<Reply, 'text' | 'button' | 'optOutType' | 'at'>;

export type Classified = {
  /** The most serious of the kinds that the reply's words have. */
  readonly kind: ReplyKind;
  /**
   * The last day to answer, `YYYY-MM-DD`, where the law gives one, whatever else is in the reply. Replies with a day
   * come before all others.
   */
  readonly answerBy: string | null;
};

export function classifyReply(reply: ReadReply): Classified {
  const kinds = replyKindsOf(reply);
  return {
    kind: kinds[0] ?? 'other',
    answerBy: kinds.some((kind) => DATED.has(kind)) ? answerDueOn(reply.at) : null,
  };
}

/** The most serious kind of several replies, and the first of their legal dates. */
export function classifyReplies(replies: readonly ReadReply[]): Classified {
  const all = replies.map(classifyReply);
  const kind = REPLY_KINDS.find((one) => all.some((classified) => classified.kind === one));
  const days = all.flatMap(({ answerBy }) => (answerBy === null ? [] : [answerBy]));
  const first = days.reduce<string | null>(
    (soonest, day) => (soonest === null || day < soonest ? day : soonest),
    null,
  );
  return { kind: kind ?? 'other', answerBy: first };
}

/** More than people type on a phone. What is behind it is searched for opt-outs alone. */
const LONGEST_READ = 4096;

/** The kinds whose words are in a reply, the most serious first; at least one. */
function replyKindsOf(reply: ReadReply): readonly ReplyKind[] {
  const texts = [reply.text, reply.button ?? ''].map((text) => text.slice(0, LONGEST_READ));
  const kinds: readonly ReplyKind[] = seriousKindsIn(texts.join('\n'));
  const intent = replyIntentOf(reply);
  if (intent === 'stop') return [...kinds, 'stop'];
  if (intent === 'perhaps') return [...kinds, 'perhaps_stop'];
  return kinds.length > 0 ? kinds : [everydayKind(reply, texts)];
}

function everydayKind(reply: ReadReply, texts: readonly string[]): ReplyKind {
  if (reply.optOutType === 'HELP') return 'question';
  if (texts.every((text) => text.trim() === '')) return 'no_text';
  const isWhole = [reply.text, reply.button ?? ''].every(({ length }) => length <= LONGEST_READ);
  if (!isWhole) return 'other';
  const found: readonly ReplyKind[] = texts.map(everydayKindOf);
  return REPLY_KINDS.find((kind) => found.includes(kind)) ?? 'other';
}
