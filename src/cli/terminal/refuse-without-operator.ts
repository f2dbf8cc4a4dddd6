import { InviteError } from '../../domain/problem/problem.ts';
import type { Shell } from '../shell.ts';

/**
 * What is real is approved by somebody who sees it, and answers where they see it.
 *
 * @throws InviteError `operator_needed`
 */
export function refuseWithoutOperator({ stdin, stderr }: Shell): void {
  if (!stdin.isTerminal) throw new InviteError({ code: 'operator_needed', why: 'no_terminal' });
  if (!stderr.isTerminal) throw new InviteError({ code: 'operator_needed', why: 'no_screen' });
}
