import type { Invite } from '../record/invite.ts';
import { fullName } from '../record/names/full-name.ts';
import { nameKey } from '../record/names/name-key.ts';
import { sha256 } from '../sha256.ts';

/*
 * An opt-out of one player keeps one parent from the messages about that player. The player has the name
 * that the operator gave, which may be the first name alone.
 */

/** The hash of a number and a player's name, before it is keyed. SHA-256, hex. */
export function playerHashOf(phone: string, player: string): string {
  return sha256(['opt_out_player', phone, nameKey(player)]);
}

/** The names under which an opt-out of this player may stand. */
export function namesOfPlayer(player: Invite['player']): readonly string[] {
  return [...new Set([fullName(player), player.firstName])];
}

/** What may be the first name in a full name: its first word, its first two, and so on. */
export function firstNamesIn(player: string): readonly string[] {
  const words = player.split(/\s+/u).filter((word) => word !== '');
  return words.slice(1).map((_, at) => words.slice(0, at + 1).join(' '));
}
