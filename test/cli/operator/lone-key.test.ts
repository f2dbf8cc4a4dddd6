import { describe, expect, it } from '@jest/globals';
import { loneKeys, QUIET_MS } from '../../../src/cli/operator/lone-key.ts';
import {
  fakeShell,
  manualTimers,
  scriptedKeyboard,
  type ManualTimers,
  type ScriptedKeyboard,
} from '../../support/fake-shell.ts';

type Setup = {
  readonly keys: ReturnType<typeof loneKeys>;
  readonly keyboard: ScriptedKeyboard;
  readonly timers: ManualTimers;
  readonly isStopped: () => boolean;
};

function aKeyboard(): Setup {
  const keyboard = scriptedKeyboard();
  const timers = manualTimers();
  const shell = fakeShell({ broken: { after: timers.after } });
  const keys = loneKeys(keyboard, shell);
  return { keys, keyboard, timers, isStopped: () => shell.stop.aborted };
}

/** What a listener heard, as it came: a key, or `noise`. */
function aListener(name = '') {
  const heard: string[] = [];
  return {
    heard,
    pressed: (key: string) => void heard.push(`${name}${key}`),
    noise: () => void heard.push(`${name}noise`),
  };
}

/** A quiet keyboard and somebody who listens to it. */
async function aQuestion(): Promise<Setup & { readonly heard: readonly string[] }> {
  const setup = aKeyboard();
  const listener = aListener();
  await setup.keys.listen(listener);
  return { ...setup, heard: listener.heard };
}

describe('a key at the keyboard', () => {
  it('counts once the keyboard has been silent after it', async () => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type('y');
    expect(heard).toEqual([]);
    expect(timers.waits()).toEqual([QUIET_MS]);
    await timers.elapse();
    expect(heard).toEqual(['y']);
  });

  it('counts once only, however long the silence goes on', async () => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type('y');
    await timers.elapse();
    await timers.elapse();
    expect(heard).toEqual(['y']);
  });

  it.each([
    { key: '\u001B[A', why: 'an arrow is one key that sends a sequence' },
    { key: '\u001B', why: 'escape is a key' },
    { key: '\r', why: 'Enter is a key' },
    { key: 'é', why: 'a letter with an accent is one key' },
  ])('$key is one key: $why', async ({ key }) => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type(key);
    await timers.elapse();
    expect(heard).toEqual([key]);
  });

  it('that is pressed again after a silence counts again', async () => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type('x');
    await timers.elapse();
    keyboard.type('y');
    await timers.elapse();
    expect(heard).toEqual(['x', 'y']);
  });
});

describe('keys that do not count', () => {
  it('a key held down: none of its repeats is ever alone', async () => {
    const { keyboard, timers, heard } = await aQuestion();
    for (let repeat = 0; repeat < 18; repeat += 1) keyboard.type('y');
    await timers.elapse();
    expect(heard).not.toContain('y');
    expect(heard).toContain('noise');
  });

  it('a key held down keeps the silence waiting: one wait at a time', async () => {
    const { keyboard, timers } = await aQuestion();
    keyboard.type('y');
    keyboard.type('y');
    keyboard.type('y');
    expect(timers.waits()).toEqual([QUIET_MS]);
  });

  it.each([
    { pasted: 'yyyyyyyy', why: 'eight letters' },
    { pasted: 'y\r', why: 'a letter and Enter' },
    { pasted: 'yn', why: 'two letters' },
    { pasted: '\u001B[A\u001B[A', why: 'two arrows' },
  ])('what comes at once: $why', async ({ pasted }) => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type(pasted);
    await timers.elapse();
    expect(heard).toEqual(['noise']);
  });

  it('the last key of a quick sequence, though silence follows it', async () => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type('n');
    keyboard.type('y');
    await timers.elapse();
    expect(heard).toEqual(['noise']);
  });

  it('a key held down on a busy computer, whose repeats are read when the time is up', async () => {
    const { keyboard, timers, heard } = await aQuestion();
    keyboard.type('y');
    keyboard.typeUnread('y');
    await timers.elapse();
    await timers.elapse();
    expect(heard).toEqual(['noise']);
  });

  it('a key pressed while nobody listens, though its silence ends when somebody does', async () => {
    const { keys, keyboard, timers } = aKeyboard();
    keyboard.type('y');
    const listener = aListener();
    await keys.listen(listener);
    await timers.elapse();
    expect(listener.heard).toEqual([]);
  });

  it('a key typed ahead, which is read as the listener comes', async () => {
    const { keys, keyboard, timers } = aKeyboard();
    keyboard.typeUnread('y');
    const listener = aListener();
    await keys.listen(listener);
    await timers.elapse();
    expect(listener.heard).toEqual([]);
  });

  it('a repeat of a key that was held since before the listener came', async () => {
    const { keys, keyboard, timers } = aKeyboard();
    keyboard.type('y');
    const listener = aListener();
    await keys.listen(listener);
    keyboard.type('y');
    await timers.elapse();
    expect(listener.heard).toEqual(['noise']);
  });

  it('a key whose listener left before the silence was over', async () => {
    const { keys, keyboard, timers, heard } = await aQuestion();
    keyboard.type('y');
    keys.ignore();
    await timers.elapse();
    expect(heard).toEqual([]);
  });

  it('keys while nobody listens make no noise either', async () => {
    const { keys, keyboard, timers, heard } = await aQuestion();
    keys.ignore();
    keyboard.type('yyy');
    await timers.elapse();
    expect(heard).toEqual([]);
  });
});

describe('one listener after the other', () => {
  it('a key pressed for the first is not handed to the second', async () => {
    const { keys, keyboard, timers } = aKeyboard();
    const [first, second] = [aListener('first '), aListener('second ')];
    await keys.listen(first);
    keyboard.type('y');
    await keys.listen(second);
    await timers.elapse();
    expect([...first.heard, ...second.heard]).toEqual([]);
  });

  it('the second hears what is pressed alone after it came; the first nothing more', async () => {
    const { keys, keyboard, timers } = aKeyboard();
    const [first, second] = [aListener('first '), aListener('second ')];
    await keys.listen(first);
    await keys.listen(second);
    keyboard.type('y');
    await timers.elapse();
    expect([...first.heard, ...second.heard]).toEqual(['second y']);
  });
});

describe('Ctrl-C', () => {
  it.each([
    { typed: '\u0003', why: 'as a key' },
    { typed: 'yy\u0003y', why: 'in the middle of others' },
  ])('asks to stop, $why, and is no answer', async ({ typed }) => {
    const { keyboard, timers, heard, isStopped } = await aQuestion();
    expect(isStopped()).toBe(false);
    keyboard.type(typed);
    await timers.elapse();
    expect(isStopped()).toBe(true);
    expect(heard).toEqual([]);
  });

  it('asks to stop while nobody listens, too', () => {
    const { keyboard, isStopped } = aKeyboard();
    keyboard.type('\u0003');
    expect(isStopped()).toBe(true);
  });
});

it('closing puts the keyboard right and waits for no silence any more', async () => {
  const { keys, keyboard, timers } = await aQuestion();
  keyboard.type('y');
  keys.close();
  expect(keyboard.isClosed()).toBe(true);
  expect(timers.waits()).toEqual([]);
});
