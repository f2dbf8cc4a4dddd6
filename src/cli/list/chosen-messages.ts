import type { Message } from '../../domain/message/message.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { nameKey } from '../../domain/record/names/name-key.ts';

/** What of a list an operator asks for. */
export type Choice = { readonly row?: number | undefined; readonly player?: string | undefined };

/** @throws InviteError when a row or a player was asked for and has no message */
export function chosenMessages(
  messages: readonly Message[],
  { row, player }: Choice,
): readonly Message[] {
  const wanted = player === undefined ? undefined : nameKey(player);
  const found = messages.filter(
    ({ invite }) =>
      (row === undefined || invite.row === row) &&
      (wanted === undefined ||
        nameKey(`${invite.player.firstName} ${invite.player.lastName}`).includes(wanted)),
  );
  if (found.length === 0 && row !== undefined)
    throw new InviteError({ code: 'row_not_found', row });
  if (found.length === 0 && player !== undefined) {
    throw new InviteError({ code: 'player_not_found', player });
  }
  return found;
}
