import type { RowProblem } from '../problem/finding.ts';
import type { Invite } from '../record/invite.ts';
import { isExamplePhone, parseMobile, type MobilePhone } from '../record/phone/phone.ts';
import { sha256 } from '../sha256.ts';
import { composeMessage, type InviteeKey, type Message, type MessageKey } from './message.ts';
import type { Template } from './template.ts';

declare const testNumber: unique symbol;
declare const test: unique symbol;
/** One of the operator's own phones from TEST_NUMBERS. Only `parseTestNumbers` creates one. */
export type TestNumber = MobilePhone & { readonly [testNumber]: true };
/** A message to one of the operator's own phones. Only `composeTestMessage` creates one. */
export type TestMessage = Message & { readonly purpose: 'test'; readonly [test]: true };

export type ComposedTest =
  | { readonly ok: true; readonly message: TestMessage }
  | { readonly ok: false; readonly problem: RowProblem };

/** Parses the setting TEST_NUMBERS and removes duplicates; null if a number is not a mobile. */
export function parseTestNumbers(text: string): readonly TestNumber[] | null {
  const numbers = new Set<TestNumber>();
  for (const part of text.split(',')) {
    const number = parseMobile(part.trim());
    if (!number.ok) return null;
    numbers.add(number.value as TestNumber);
  }
  return [...numbers];
}

/** The example numbers, which nobody can own. */
export function examplesAmong(numbers: readonly TestNumber[]): readonly TestNumber[] {
  return numbers.filter(isExamplePhone);
}

/**
 * The message that the parent would get, addressed to one of the operator's own phones. Its keys belong
 * to this test only, so that it neither counts as the invite nor blocks another test.
 *
 * @param at when the test is made
 */
export function composeTestMessage(
  invite: Invite,
  template: Template,
  number: TestNumber,
  at: Date,
): ComposedTest {
  const composed = composeMessage(
    { ...invite, parent: { ...invite.parent, phone: number } },
    template,
  );
  if (!composed.ok) return composed;
  const own = [composed.message.key, at.toISOString()];
  const message = {
    ...composed.message,
    purpose: 'test',
    key: sha256(['test', ...own]) as MessageKey,
    inviteeKey: sha256(['test invitee', ...own]) as InviteeKey,
  } as TestMessage;
  return { ok: true, message };
}
