import type { MessageSid } from '../delivery/ids.ts';

/**
 * What was done about a parent's message:
 *
 * - `answering`: an operator approved an answer. Whether it was sent is in the record of answers.
 * - `done`: an operator decided that it needs no answer.
 * - `elsewhere`: it was answered outside this tool, for example in Twilio's console.
 */
export type Handling =
  | { readonly how: 'answering' | 'done'; readonly operator: string; readonly at: Date }
  | {
      readonly how: 'elsewhere';
      readonly sid: MessageSid;
      readonly text: string;
      readonly at: Date;
    };

/** Whether two people see the same handling, so that neither has acted since the other looked. */
export function isSameHandling(one: Handling | null, other: Handling | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.how === other.how &&
    one.at.getTime() === other.at.getTime() &&
    actorOf(one) === actorOf(other)
  );
}

function actorOf(handling: Handling): string {
  return handling.how === 'elsewhere' ? handling.sid : handling.operator;
}
