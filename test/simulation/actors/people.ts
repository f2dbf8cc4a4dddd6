import { forget } from '../../../src/application/forget/forget.ts';
import { InviteError } from '../../../src/domain/problem/problem.ts';
import type { Phone } from '../../../src/domain/record/phone/phone.ts';
import type { World } from '../world.ts';
import { messagesOf } from './families.ts';
import type { Process } from './process.ts';

/** Runs `forget` for a random family. */
export async function eraseFamily(world: World, process: Process): Promise<void> {
  const { sim } = world;
  const phone = randomPhone(world);
  const { erasable, close } = world.open(process);
  try {
    const forgotten = await forget(
      { kind: 'number', phone },
      {
        ledgers: [{ ...erasable, isRehearsal: false }],
        confirm: async () => {
          await process.waitAt('operator', sim.random.integer(100, 5000));
          return 'here';
        },
        deadLetters: null,
        mode: 'live',
        deleteAtTwilio: async () => ({ deleted: 0, gone: 0, failed: [], left: 0 }),
        forgetShown: () => {},
        operator: process.name,
        at: process.clock.now(),
      },
    );
    sim.note(process.name, `forgets ${phone}: ${forgotten.kind}`);
    if (forgotten.kind === 'kept' || forgotten.kind === 'twilio_incomplete') return;
    sim.cover(`forget: ${forgotten.kind}`);
    if (forgotten.kind === 'erased' && world.now.holder === null && world.settings.isShared) {
      sim.cover('forget: erased beside other work');
    }
  } catch (error) {
    const isOpen = error instanceof InviteError && error.problem.code === 'still_open';
    if (!isOpen) throw error;
    sim.cover('forget: still open');
  } finally {
    await close();
  }
}

/** Removes the opt-out of a random parent. */
export async function removeOptOut(world: World, process: Process): Promise<void> {
  const { sim, audit } = world;
  const phone = randomPhone(world);
  const { optOuts } = world.open(process);
  const removal = audit.optOutRemoved(phone);
  process.atEnd(removal.isOver);
  if (await optOuts.remove(phone, process.name, process.clock.now())) {
    sim.cover('opt-out: taken back');
  }
}

/** Adds an opt-out for a random parent, as an operator does. */
export async function addOptOut(world: World, process: Process): Promise<void> {
  const { sim, audit } = world;
  const phone = randomPhone(world);
  const { optOuts } = world.open(process);
  const askedAt = sim.scheduler.steps();
  const at = process.clock.now();
  await optOuts.add([phone], { state: 'stopped', source: 'operator', operator: process.name, at });
  audit.optedOut(phone, askedAt);
}

function randomPhone({ sim, settings }: World): Phone {
  const messages = messagesOf('first', settings.children);
  const message = messages[sim.random.integer(0, messages.length - 1)];
  if (message === undefined) throw new Error('The list has at least one family.');
  return message.invite.parent.phone;
}
