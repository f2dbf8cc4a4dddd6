import { isMarketing, type Template } from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { MARKETING_QUESTION } from '../../text/set-up/category.ts';
import { confirmByTyping } from './confirm-by-typing.ts';
import type { OperatorSession } from './operator-session.ts';

/**
 * Asks the operator to type a word before anything is sent with a template that Meta counts as marketing.
 * Returns at once for any other template.
 *
 * @throws InviteError `marketing_not_confirmed`, `stopped_by_hand`
 */
export async function confirmMarketing(
  template: Template,
  session: OperatorSession,
): Promise<void> {
  if (!isMarketing(template)) return;
  const isConfirmed = await confirmByTyping(session, { ...MARKETING_QUESTION, goesOn });
  if (session.shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  if (!isConfirmed) throw new InviteError({ code: 'marketing_not_confirmed' });
}

function goesOn(typed: string): boolean {
  return typed.toLowerCase() === 'marketing';
}
