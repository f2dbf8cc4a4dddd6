import type { Sending } from '../../application/send/send-messages.ts';
import type { Operator } from '../../application/ports/ports.ts';
import type { Shell } from '../shell.ts';
import { waitBy } from '../terminal/wait.ts';
import type { World } from '../composition/world.ts';
import type { Progress } from './progress.ts';

/** What every sending takes from the shell and the world, be it of a list or of one test. */
type Common = Pick<
  Sending,
  | 'operator'
  | 'gateway'
  | 'ledger'
  | 'optOuts'
  | 'clock'
  | 'wait'
  | 'random'
  | 'dailyLimit'
  | 'stop'
  | 'stopNow'
  | 'tell'
>;

/** A question of the operator's stands where the progress was, which stands aside for it. */
export function sendingPorts(
  shell: Shell,
  world: World,
  operator: Operator,
  progress: Progress,
): Common {
  return {
    operator: {
      ...operator,
      goOn: async (...why) => await progress.standAside(async () => await operator.goOn(...why)),
    },
    gateway: world.gateway,
    ledger: world.ledger,
    optOuts: world.optOuts,
    clock: shell.clock,
    wait: waitBy(shell),
    random: shell.random,
    dailyLimit: world.dailyLimit,
    stop: shell.stop,
    stopNow: shell.stopNow,
    tell: progress.tell,
  };
}
