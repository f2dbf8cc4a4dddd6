import type { Message } from '../../../src/domain/message/message.ts';
import { aMessage } from '../builders.ts';

/** Messages to different families, from row 2 on, to the numbers 07700 900000 to 900199. */
export function familyMessages(count: number, playerFirstName = 'John'): readonly Message[] {
  return Array.from({ length: count }, (_, index) =>
    aMessage({
      row: index + 2,
      player_first_name: playerFirstName,
      parent_tel: `07700 900${String(index).padStart(3, '0')}`,
    }),
  );
}
