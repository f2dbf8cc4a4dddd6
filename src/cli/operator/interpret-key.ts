/**
 * How long a question must have stood, and the keyboard must have been silent, for a yes to count, in
 * milliseconds: longer than the interval at which common systems repeat a key that is held down.
 */
export const YES_REST_MS = 800;
/** A key that follows another one within this time is a repeat: keys repeat 10 to 40 times a second. */
export const REPEAT_MS = 150;
/** Two gaps between yeses that differ by no more than this are even, as a hand's are by chance alone. */
export const EVEN_MS = 30;

/** One reading of the keyboard: a key, or all that was pasted or piled up. */
export type KeyRead = {
  readonly text: string;
  /** When it was read, in milliseconds of a monotonic clock. */
  readonly at: number;
};

/** What is known of the keys that were read until now, counted or refused. */
export type KeyHistory = {
  readonly lastAt: number;
  /** The times of the last two yeses, with no other key between or after them. */
  readonly yesTimes: readonly number[];
  /** Yeses came at an even gap, and no other key came since. */
  readonly isEven: boolean;
};

export const NO_KEYS: KeyHistory = {
  lastAt: Number.NEGATIVE_INFINITY,
  yesTimes: [],
  isEven: false,
};

export type Refusal =
  /** Pasted, typed ahead, or a quick repeat of a key held down. */
  | 'repeated'
  /** A yes to a question that nobody can have read yet, or right behind another key. */
  | 'too_soon'
  /** A yes in a series at an even gap: perhaps a slow repeat of a key held down. */
  | 'too_even';

/**
 * Whether a key answers the question that stands. A key that is held down counts once at most where
 * it repeats within `YES_REST_MS`, and twice at most where it repeats at a slower, even pace.
 *
 * @param stoodSince when the question was drawn
 */
export function interpretKey(
  history: KeyHistory,
  read: KeyRead,
  stoodSince: number,
): 'counts' | Refusal {
  const { text, at } = read;
  if (isYes(text) && afterKey(history, read).isEven) return 'too_even';
  const silence = at - history.lastAt;
  if (!isOneKey(text) || silence < REPEAT_MS) return 'repeated';
  const rest = Math.min(silence, at - stoodSince);
  return isYes(text) && rest < YES_REST_MS ? 'too_soon' : 'counts';
}

/** The history with one more reading, whether or not a question stood there. */
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

/** Repeats that piled up while the computer was busy come as one piece of text. */
function isYes(text: string): boolean {
  return /^y+$/iu.test(text);
}

/** One character, or one key that sends a sequence, such as an arrow. */
function isOneKey(text: string): boolean {
  return text.length === 1 || (text.startsWith('\u001B') && !text.slice(1).includes('\u001B'));
}
