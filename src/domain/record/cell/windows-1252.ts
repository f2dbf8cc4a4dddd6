/** Bytes 80 to FF of code page 850. */
const IBM850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00AD±‗¾¶§÷¸°¨·¹³²■\u00A0';

/** Bytes 80 to FF of code page 437. */
const IBM437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0';

/** Bytes 80 to FF of the encodings of old Macs, and of DOS in Europe and the USA. */
const HIGH_CHARACTERS = {
  macintosh: new TextDecoder('macintosh').decode(
    Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at),
  ),
  ibm850: IBM850,
  ibm437: IBM437,
} as const;

/** An encoding whose text is often read as Windows-1252. */
export type OtherEncoding = keyof typeof HIGH_CHARACTERS;

let bytes: ReadonlyMap<string, number> | null = null;

/** Built on first use: most lists need none of it. */
function byteOf(character: string): number | undefined {
  bytes ??= new Map(
    Array.from({ length: 256 }, (_, byte) => [
      new TextDecoder('windows-1252').decode(Uint8Array.of(byte)),
      byte,
    ]),
  );
  return bytes.get(character);
}

/**
 * Decodes text again that was decoded as Windows-1252. Null if it has a character that Windows-1252
 * does not have.
 */
export function decodedFrom1252(text: string, encoding: OtherEncoding): string | null {
  let decoded = '';
  for (const character of text) {
    const byte = byteOf(character);
    if (byte === undefined) return null;
    decoded += byte < 0x80 ? character : HIGH_CHARACTERS[encoding].charAt(byte - 0x80);
  }
  return decoded;
}
