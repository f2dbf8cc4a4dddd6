import process from 'node:process';
import { setTimeout as passed } from 'node:timers/promises';
import { spawn } from '@lydell/node-pty';
import { bareEnv, CLI, type Env } from '../support/terminal/built-cli.ts';
import { keyPacer } from '../support/terminal/key-pacing.ts';
import { renderScreen } from '../support/terminal/screen.ts';
import { killAt, type KillMoment, type ToolEvents } from './kill-moment.ts';

export type ToolSetup = {
  /** Holds the list, `players.json`. */
  readonly folder: string;
  readonly env: Env;
  readonly events: ToolEvents;
};

export type RunEnd = {
  readonly wasKilled: boolean;
  readonly exitCode: number;
  readonly hasAsked: boolean;
  readonly screen: string;
};

const COLUMNS = 80;
const LOOK_EVERY_MS = 30;
/** If the same question is still shown after this time, the key was not accepted. */
const WITHOUT_EFFECT_MS = 1000;
/** A run that has not ended after this time hangs. */
const HANGS_MS = 180_000;

/** A question with its keys, y among them, that is not answered yet. */
const QUESTION = /\(y(?:\/[^)\s]+)*\)$/u;

/**
 * Runs the built tool's `send` at a terminal, and answers y to every question.
 *
 * @param moment when to kill it, unless it has ended before; null means never
 * @throws Error with the screen if a run without a kill does not end
 */
export async function runTool(setup: ToolSetup, moment: KillMoment | null): Promise<RunEnd> {
  const pty = spawn(process.execPath, [CLI, 'send', 'players.json'], {
    cols: COLUMNS,
    rows: 50,
    cwd: setup.folder,
    env: { ...bareEnv(), TERM: 'xterm-256color', ...setup.env },
  });
  let raw = '';
  let isOver = false;
  pty.onData((data) => {
    raw += data;
  });
  const ended = new Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>(
    (resolve) => {
      pty.onExit(resolve);
    },
  ).finally(() => {
    isOver = true;
  });
  const kill = (): void => {
    if (!isOver) process.kill(pty.pid, 'SIGKILL');
  };
  const never = { after: 'start', nth: 1, ms: HANGS_MS } as const;
  const disarm = killAt(moment ?? never, setup.events, kill);
  const screen = (): string => renderScreen(raw, COLUMNS);

  const hasAsked = await sayYes({
    question: () => QUESTION.exec(screen()) && screen().split('\n').at(-1),
    press: (key) => {
      pty.write(key);
      if (key === 'y') setup.events.emit('approved');
    },
    isOver: () => isOver,
  });
  const { exitCode, signal } = await ended;
  disarm();
  const wasKilled = signal === 9;
  if (wasKilled && moment === null) {
    throw new Error(`A run did not end in ${HANGS_MS} ms. The screen:\n${screen()}`);
  }
  return { wasKilled, exitCode, hasAsked, screen: screen() };
}

/** Presses y at each question, after the time a person takes to read it, until the run ends. */
async function sayYes(run: {
  readonly question: () => string | null | undefined;
  readonly press: (key: string) => void;
  readonly isOver: () => boolean;
}): Promise<boolean> {
  const pacer = keyPacer();
  const press = (key: string): void => {
    run.press(key);
    pacer.pressed(key);
    pressedAt = performance.now();
  };
  let hasAsked = false;
  let pressedAt = Number.NEGATIVE_INFINITY;
  let shown: string | null = null;
  let stoodBy = Number.NEGATIVE_INFINITY;
  let answered: string | null = null;
  while (!run.isOver()) {
    const question = run.question() ?? null;
    if (question !== shown) stoodBy = performance.now();
    shown = question;
    const isAnswered = question === answered;
    if (question !== null && !isAnswered && pacer.delayBefore('y', stoodBy) <= 0) {
      press('y');
      answered = question;
      hasAsked = true;
    }
    if (question !== null && isAnswered && performance.now() - pressedAt > WITHOUT_EFFECT_MS) {
      // Another key first, in case the tool took the previous ones for a key held down.
      press(' ');
      answered = null;
    }
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await passed(LOOK_EVERY_MS);
  }
  return hasAsked;
}
