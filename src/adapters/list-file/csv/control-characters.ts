/** Text has none but line ends and tabs; a picture or an archive has about one byte in ten. */
export const MOST_CONTROL_CHARACTERS = 0.05;

/** Text has none, mostly, and a search tells so sooner than a count. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\x08\v\f\x0E-\x1F\x7F]/u;

export function controlCharactersIn(text: string): number {
  if (!CONTROL.test(text)) return 0;
  let found = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (isControl(text.charCodeAt(index))) found += 1;
  }
  return found;
}

function isControl(code: number): boolean {
  const isLineEndOrTab = code === 0x09 || code === 0x0a || code === 0x0d;
  return (code < 0x20 && !isLineEndOrTab) || code === 0x7f;
}
