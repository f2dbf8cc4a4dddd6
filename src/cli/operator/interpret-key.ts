/**
 * A yes counts only if the question has been shown, and no key pressed, for this many milliseconds. That is
 * longer than the interval at which common systems repeat a key that is held down.
 */
export const YES_REST_MS = 800;
/** A key within this many milliseconds of another one is a repeat: keys repeat 10 to 40 times a second. */
export const REPEAT_MS = 150;
/**
 * Intervals between three yeses that differ by at most this many milliseconds are regular: a person presses
 * keys that regularly only by chance.
 */
export const EVEN_MS = 30;

export const CTRL_C = '\u0003';
/** The end of input, as a terminal in raw mode sends it. */
export const CTRL_D = '\u0004';
/** The escape sequences of keys such as arrows, and those around pasted text. */
// oxlint-disable-next-line no-control-regex -- escape codes are what is looked for
export const ESCAPE_SEQUENCES = /\u001B(?:\[[\d;?]*[@-~]|O.)?/gu;

/** One read from the keyboard: a key, or everything pasted or typed since the last read. */
export type KeyRead = {
  readonly text: string;
  /** The time of the read, in milliseconds of a monotonic clock. */
  readonly at: number;
};

/** The keys read so far, whether accepted or refused. */
export type KeyHistory = {
  readonly lastAt: number;
  /** The times of the last two yeses (or fewer), if no other key came between or after them. */
  readonly yesTimes: readonly number[];
  /** True if yeses came at regular intervals and no other key has come since. */
  readonly isEven: boolean;
};

export const NO_KEYS: KeyHistory = {
  lastAt: Number.NEGATIVE_INFINITY,
  yesTimes: [],
  isEven: false,
};

export type Refusal =
  /** The key was pasted, typed ahead, or repeated by being held down. */
  | 'repeated'
  /** A yes before the question can have been read, or directly after another key. */
  | 'too_soon'
  /** A yes in a series at regular intervals: perhaps a key held down that repeats slowly. */
  | 'too_even';

/**
 * Decides whether a key answers the open question. A key that is held down counts at most once if it repeats
 * within `YES_REST_MS`, and at most twice if it repeats more slowly at regular intervals.
 *
 * @param shownAt when the question was drawn, in milliseconds of the same clock
 */
export function interpretKey(
  history: KeyHistory,
  read: KeyRead,
  shownAt: number,
): 'counts' | Refusal {
  const { text, at } = read;
  if (isYes(text) && afterKey(history, read).isEven) return 'too_even';
  const sinceLastKey = at - history.lastAt;
  if (!isOneKey(text) || sinceLastKey < REPEAT_MS) return 'repeated';
  const rest = Math.min(sinceLastKey, at - shownAt);
  return isYes(text) && rest < YES_REST_MS ? 'too_soon' : 'counts';
}

/** The history with one more read, whether or not a question was open. */
export function afterKey({ yesTimes, isEven }: KeyHistory, { text, at }: KeyRead): KeyHistory {
  if (!isYes(text)) return { ...NO_KEYS, lastAt: at };
  return {
    lastAt: at,
    yesTimes: [...yesTimes.slice(-1), at],
    isEven: isEven || endsEvenly(yesTimes, at),
  };
}

function endsEvenly([first, second]: readonly number[], third: number): boolean {
  if (first === undefined || second === undefined) return false;
  return Math.abs(third - second - (second - first)) <= EVEN_MS;
}

/** Repeats that accumulated while the computer was busy are read as one text, `yyy`. */
function isYes(text: string): boolean {
  return /^y+$/iu.test(text);
}

/** Whether the text is one character, or the escape sequence of one key, such as an arrow. */
function isOneKey(text: string): boolean {
  return text.length === 1 || (text.startsWith('\u001B') && !text.slice(1).includes('\u001B'));
}
