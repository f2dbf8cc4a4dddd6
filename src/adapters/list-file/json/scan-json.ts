/** A key that is twice in a record, or beside the records. `JSON.parse` silently keeps the last. */
type DoubledKey = {
  /** The keys and indexes that lead to the object, from the top. */
  readonly path: readonly (string | number)[];
  readonly key: string;
  readonly at: number;
};

export type JsonScan = {
  /** The offset at which the text stops being JSON, which is its length where it is cut off; else null. */
  readonly fault: number | null;
  readonly doubled: readonly DoubledKey[];
};

type Frame =
  | { readonly kind: 'object'; readonly keys: Set<string>; at: string }
  | { readonly kind: 'array'; at: number };

type Expected = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'after';
type Token = { readonly kind: string; readonly text: string };

/** JSON allows no control character in a string, so an unclosed one ends with its line. */
const FIRST_PRINTABLE = 0x20;
/** The depth of a record in `{"records": [...]}`. Keys further down are no fields. */
const LONGEST_PATH = 2;
const SPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Finds what `JSON.parse` does not report: the offset of most faults (V8 gives none for a trailing
 * comma), and keys that are there twice.
 */
export function scanJson(text: string): JsonScan {
  const frames: Frame[] = [];
  const doubled: DoubledKey[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    at += matchAt(SPACE, text, at)?.length ?? 0;
    const frame = frames.at(-1);
    if (at === text.length) {
      return { fault: expected === 'after' && frame === undefined ? null : at, doubled };
    }
    const token = tokenAt(text, at);
    const next: Expected | null = token === null ? null : follow(expected, token.kind, frame);
    if (token === null || next === null) return { fault: at, doubled };

    if (next === 'colon' && frame?.kind === 'object') {
      const key = unquoted(token.text);
      if (frame.keys.has(key) && frames.length - 1 <= LONGEST_PATH) {
        doubled.push({ path: frames.slice(0, -1).map((outer) => outer.at), key, at });
      }
      frame.keys.add(key);
      frame.at = key;
    }
    if (token.kind === ',' && frame?.kind === 'array') frame.at += 1;
    if (token.kind === '{') frames.push({ kind: 'object', keys: new Set(), at: '' });
    if (token.kind === '[') frames.push({ kind: 'array', at: 0 });
    if (token.kind === '}' || token.kind === ']') frames.pop();
    expected = next;
    at += token.text.length;
  }
}

/** What may follow a token; null where the token itself is not allowed. */
function follow(expected: Expected, kind: string, frame: Frame | undefined): Expected | null {
  if (expected === 'colon') return kind === ':' ? 'value' : null;
  if (expected === 'key' || expected === 'first-key') {
    if (kind === 'string') return 'colon';
    return kind === '}' && expected === 'first-key' ? 'after' : null;
  }
  if (expected === 'value' || expected === 'first-value') {
    if (kind === '{') return 'first-key';
    if (kind === '[') return 'first-value';
    if (kind === ']') return expected === 'first-value' ? 'after' : null;
    return kind === 'string' || kind === 'plain' ? 'after' : null;
  }
  if (frame === undefined) return null;
  if (kind === ',') return frame.kind === 'object' ? 'key' : 'value';
  return kind === (frame.kind === 'object' ? '}' : ']') ? 'after' : null;
}

function tokenAt(text: string, at: number): Token | null {
  const mark = text.charAt(at);
  if ('{}[],:'.includes(mark)) return { kind: mark, text: mark };
  const kind = mark === '"' ? 'string' : 'plain';
  const found = kind === 'string' ? stringAt(text, at) : matchAt(PLAIN, text, at);
  return found === null ? null : { kind, text: found };
}

/** Not one pattern for the whole string, which overflows the stack on a cell of some megabytes. */
function stringAt(text: string, start: number): string | null {
  let at = start + 1;
  while (text.charCodeAt(at) >= FIRST_PRINTABLE) {
    const character = text[at];
    if (character === '"') return text.slice(start, at + 1);
    const escape = character === '\\' ? matchAt(ESCAPE, text, at) : character;
    if (escape === undefined || escape === null) return null;
    at += escape.length;
  }
  return null;
}

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function unquoted(key: string): string {
  return key.includes('\\') ? String(JSON.parse(key)) : key.slice(1, -1);
}
