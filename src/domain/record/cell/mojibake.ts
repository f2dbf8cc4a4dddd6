/** Bytes 80 to BF as Latin-1 and Windows-1252 decode them, without A0, the no-break space. */
const SECOND_BYTE = String.raw`[\u0080-\u009F\u00A1-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ\u2018\u2019\u201C\u201D•–—˜™š›œžŸ]`;

/**
 * UTF-8 text that was decoded as Windows-1252, Latin-1 or Mac Roman: `Zoë` becomes `ZoÃ«`, `É`
 * becomes `Ã‰`, `’` becomes `â€™`. Must not match correct names such as `JOÃO`, `Ângela` and
 * `KŘÍŽ`.
 */
const READ_TWICE = new RegExp(
  [
    `[ÂÃÄÅÌ]${SECOND_BYTE}`,
    String.raw`[ÂÄÅ]\u00A0`,
    String.raw`\p{Ll}[ÂÃ](?=\s|$)`,
    String.raw`(?:[\u00C2-\u00DF]${SECOND_BYTE}){2}`,
    'È[˜™š›]',
    `[áâ]${SECOND_BYTE}{2}`,
    'ðŸ',
    String.raw`[√≈¬]\S`,
    '‚Ä',
  ].join('|'),
  'u',
);

/**
 * Windows-1252 decoded as Latin-1: quotes and dashes become control characters. 0085 is not
 * included: it is a line break.
 */
const LOST_IN_READING = /[\u0080-\u0084\u0086-\u009F\uFFFD]/u;

/** How often a text is decoded. A list can be decoded wrongly twice. */
const MOST_TIMES = 3;

export function hasBrokenCharacters(text: string): boolean {
  return LOST_IN_READING.test(text) || READ_TWICE.test(text);
}

/**
 * Undoes a wrong decoding. Null if that is not possible: each character must map back to one byte,
 * and the bytes must be valid UTF-8.
 */
export function decodeMojibake(text: string): string | null {
  let read: string | null = text;
  for (let times = 0; times < MOST_TIMES; times += 1) {
    read = readOnceLess(read);
    if (read === null) return null;
    if (!hasBrokenCharacters(read)) return read.normalize('NFC').trim();
  }
  return null;
}

function readOnceLess(text: string): string | null {
  for (const byteOf of tables()) {
    const bytes = bytesOf(text, byteOf);
    const read = bytes === null ? null : decodeUtf8(bytes);
    if (read !== null && read !== text) return read;
  }
  return null;
}

function bytesOf(text: string, byteOf: ReadonlyMap<string, number>): Uint8Array | null {
  const bytes: number[] = [];
  for (const character of text) {
    const byte = byteOf.get(character);
    if (byte === undefined) return null;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

type ByteOf = ReadonlyMap<string, number>;
let made: readonly ByteOf[] | null = null;

/**
 * Maps from characters to bytes, one for each encoding. Built on first use: most lists have no
 * broken text.
 */
function tables(): readonly ByteOf[] {
  made ??= [
    table((byte) => new TextDecoder('windows-1252').decode(Uint8Array.of(byte))),
    table((byte) => String.fromCharCode(byte)),
    table((byte) => new TextDecoder('macintosh').decode(Uint8Array.of(byte))),
  ];
  return made;
}

function table(characterOf: (byte: number) => string): ByteOf {
  return new Map(Array.from({ length: 256 }, (_, byte) => [characterOf(byte), byte]));
}
