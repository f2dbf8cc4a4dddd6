import { describe, expect, it } from '@jest/globals';
import { loneKeys } from '../../../src/cli/operator/lone-key.ts';
import {
  fakeShell,
  manualTimers,
  type FakeShell,
  type ScriptedKeyboard,
} from '../../support/terminal/fake-shell.ts';

type Setup = {
  readonly keys: ReturnType<typeof loneKeys>;
  readonly keyboard: ScriptedKeyboard;
  readonly shell: FakeShell;
};

function aKeyboard(shell = fakeShell()): Setup {
  return { keys: loneKeys(shell.keys, shell), keyboard: shell.keys, shell };
}

/** The keys that a listener got and the reasons for refusals, in order. */
function aListener(name = '') {
  const heard: string[] = [];
  return {
    heard,
    pressed: (key: string) => void heard.push(`${name}${key}`),
    refused: (why: string) => void heard.push(`${name}${why}`),
  };
}

/** A keyboard without input, and a listener. */
async function aQuestion(
  shell = fakeShell(),
): Promise<Setup & { readonly heard: readonly string[] }> {
  const setup = aKeyboard(shell);
  const listener = aListener();
  await setup.keys.listen(listener);
  return { ...setup, heard: listener.heard };
}

describe('a key at the keyboard', () => {
  it('is handed on as soon as it is read: nothing is waited for', async () => {
    const timers = manualTimers();
    const { keyboard, heard } = await aQuestion(fakeShell({ broken: { after: timers.after } }));
    keyboard.type('y');
    expect(heard).toEqual(['y']);
    expect(timers.waits()).toEqual([]);
  });

  it.each([
    { key: '\u001B[A', why: 'an arrow is one key that sends a sequence' },
    { key: '\u001B', why: 'escape is a key' },
    { key: '\r', why: 'Enter is a key' },
    { key: 'é', why: 'a letter with an accent is one key' },
  ])('$key is one key: $why', async ({ key }) => {
    const { keyboard, heard } = await aQuestion();
    keyboard.type(key);
    expect(heard).toEqual([key]);
  });

  it('that is pressed again by hand counts again', async () => {
    const { keyboard, heard } = await aQuestion();
    for (const key of 'xyyyyny') keyboard.type(key);
    expect(heard).toEqual(['x', 'y', 'y', 'y', 'y', 'n', 'y']);
  });

  it('of a yes counts only once the question has stood for 0.8 s', async () => {
    const { keyboard, heard } = await aQuestion();
    keyboard.type('y', 799);
    keyboard.type('y', 800);
    expect(heard).toEqual(['too_soon', 'y']);
  });
});

describe('keys that do not count', () => {
  it('a key held down, of which one counts at most, whatever the clock on the wall says', async () => {
    let now = Date.parse('2026-11-23T10:00:00Z');
    const clock = { now: () => new Date((now += 3_600_000)) };
    const { keyboard, heard } = await aQuestion(fakeShell({ broken: { clock } }));
    keyboard.type('y');
    for (let repeat = 0; repeat < 18; repeat += 1) keyboard.type('y', 33);
    expect(heard.filter((one) => one === 'y')).toHaveLength(1);
    expect(heard.slice(1, 3)).toEqual(['repeated', 'too_even']);
  });

  it('what comes at once', async () => {
    const { keyboard, heard } = await aQuestion();
    keyboard.type('yn');
    expect(heard).toEqual(['repeated']);
  });

  it('a key typed ahead, which is read as the listener comes, and the y that follows it', async () => {
    const { keys, keyboard } = aKeyboard();
    keyboard.typeUnread('y');
    const listener = aListener();
    await keys.listen(listener);
    expect(listener.heard).toEqual([]);
    keyboard.type('y', 799);
    expect(listener.heard).toEqual(['too_soon']);
  });

  it('a repeat of a key that was held since before the listener came', async () => {
    const { keys, keyboard } = aKeyboard();
    keyboard.type('n');
    const listener = aListener();
    await keys.listen(listener);
    keyboard.type('n', 33);
    expect(listener.heard).toEqual(['repeated']);
  });

  it('a y right behind the end of a line', async () => {
    const { keys, keyboard } = aKeyboard();
    const lines: string[] = [];
    await keys.listenToAll((text) => lines.push(text));
    keyboard.type('22');
    keyboard.type('\r');
    keys.ignore();
    const listener = aListener();
    await keys.listen(listener);
    keyboard.type('y', 100);
    expect([...lines, ...listener.heard]).toEqual(['22', '\r', 'repeated']);
  });

  it('keys while nobody listens, of which nobody hears', async () => {
    const { keys, keyboard, heard } = await aQuestion();
    keys.ignore();
    keyboard.type('yyy');
    keyboard.type('y');
    expect(heard).toEqual([]);
  });
});

describe('one listener after the other', () => {
  it('hears what is pressed after it came; the one before nothing more', async () => {
    const { keys, keyboard } = aKeyboard();
    const [first, second] = [aListener('first '), aListener('second ')];
    await keys.listen(first);
    keyboard.type('y');
    await keys.listen(second);
    keyboard.type('y');
    expect([...first.heard, ...second.heard]).toEqual(['first y', 'second y']);
  });

  it('has a question of its own, that must have stood for 0.8 s', async () => {
    const { keys, keyboard } = aKeyboard();
    const [first, second] = [aListener('first '), aListener('second ')];
    await keys.listen(first);
    keyboard.type('n');
    await keys.listen(second);
    keyboard.type('y', 500);
    expect([...first.heard, ...second.heard]).toEqual(['first n', 'second too_soon']);
  });

  it('does not begin a series of yeses anew', async () => {
    const { keys, keyboard } = aKeyboard();
    const listener = aListener();
    for (let question = 0; question < 4; question += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one question after the other
      await keys.listen(listener);
      keyboard.type('y', 1000);
    }
    expect(listener.heard).toEqual(['y', 'y', 'too_even', 'too_even']);
  });
});

describe('Ctrl-C', () => {
  it.each([
    { typed: '\u0003', why: 'as a key' },
    { typed: 'yy\u0003y', why: 'in the middle of others' },
  ])('asks to stop, $why, and is no answer', async ({ typed }) => {
    const { keyboard, heard, shell } = await aQuestion();
    expect(shell.stop.aborted).toBe(false);
    keyboard.type(typed);
    expect(shell.stop.aborted).toBe(true);
    expect(heard).toEqual([]);
  });

  it('asks to stop right behind another key and while nobody listens, too', () => {
    const { keyboard, shell } = aKeyboard();
    keyboard.type('x');
    keyboard.type('\u0003', 1);
    expect(shell.stop.aborted).toBe(true);
  });
});

it('closing puts the keyboard right', async () => {
  const { keys, keyboard } = await aQuestion();
  keyboard.type('y');
  keys.close();
  expect(keyboard.isClosed()).toBe(true);
});
