import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as passed } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { keyPacer } from '../../test/support/terminal/key-pacing.ts';
import { listOf } from './large-list.ts';

/** 90th percentiles, in milliseconds. */
export type KeyTimes = {
  /** From a key to the output of a bare Node process. */
  readonly bareMs: number;
  /** From an accepted y to the next question. */
  readonly nextQuestionMs: number;
};

const QUESTIONS = 31;
const BARE = `process.stdin.setRawMode(true).on('data', () => console.log('key'));console.log('ready')`;

/** Runs a rehearsal at a pseudo-terminal, with a y at each question, beside a bare Node process at another. */
export async function measureNextQuestion(tool: string, env: NodeJS.ProcessEnv): Promise<KeyTimes> {
  const folder = mkdtempSync(join(tmpdir(), 'urmston-invite-keys-'));
  const list = join(folder, 'list.csv');
  writeFileSync(list, listOf(QUESTIONS));
  const sending = atATerminal([tool, 'send', list, '--rehearse'], {
    ...env,
    URMSTON_INVITE_HOME: folder,
  });
  const bare = atATerminal(['-e', BARE], env);
  const times: KeyTimes[] = [];
  try {
    await bare.shows(/ready/u);
    await sending.shows(questionOf(1));
    const pacer = keyPacer();
    for (let next = 2; next <= QUESTIONS; next += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one key after the other
      await passed(pacer.delayBefore('y', performance.now()));
      // oxlint-disable-next-line no-await-in-loop -- as above
      const bareMs = await bare.press('x', new RegExp(`(?:key\\s+){${next - 1}}`, 'u'));
      pacer.pressed('y');
      // oxlint-disable-next-line no-await-in-loop -- as above
      times.push({ bareMs, nextQuestionMs: await sending.press('y', questionOf(next)) });
    }
  } finally {
    sending.end();
    bare.end();
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    bareMs: nineInTen(times.map(({ bareMs }) => bareMs)),
    nextQuestionMs: nineInTen(times.map(({ nextQuestionMs }) => nextQuestionMs)),
  };
}

function questionOf(number: number): RegExp {
  return new RegExp(`${number} of ${QUESTIONS} [^]*\\? \\(y/n/b/q/\\?\\) $`, 'u');
}

function nineInTen(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.9) - 1] ?? Number.NaN;
}

type AtATerminal = {
  /** @throws Error if the process ends before its output matches */
  readonly shows: (pattern: RegExp) => Promise<void>;
  /** Presses a key, and resolves to the milliseconds until the output matches. */
  readonly press: (key: string, pattern: RegExp) => Promise<number>;
  readonly end: () => void;
};

function atATerminal(args: readonly string[], env: NodeJS.ProcessEnv): AtATerminal {
  const pty = spawn(process.execPath, [...args], {
    cols: 80,
    rows: 24,
    env: { ...env, TERM: 'xterm' },
  });
  let output = '';
  let look: (() => void) | null = null;
  let isOver = false;
  pty.onData((data) => {
    output += data;
    look?.();
  });
  pty.onExit(() => {
    isOver = true;
    look?.();
  });
  const shows = async (pattern: RegExp): Promise<void> =>
    await new Promise((resolve, reject) => {
      look = () => {
        const text = stripVTControlCharacters(output);
        if (pattern.test(text)) resolve();
        else if (isOver) reject(new Error(`It ended without ${String(pattern)}:\n${text}`));
      };
      look();
    });
  return {
    shows,
    press: async (key, pattern) => {
      const pressedAt = performance.now();
      pty.write(key);
      await shows(pattern);
      return performance.now() - pressedAt;
    },
    end: () => {
      if (!isOver) pty.kill('SIGKILL');
    },
  };
}
