/** What the menu offers. */
export type MenuItem = 'try' | 'init' | 'check' | 'send' | 'status' | 'inbox';

/** The items by the keys that choose them, in the order in which they are shown. */
export const MENU: ReadonlyMap<string, MenuItem> = new Map([
  ['1', 'try'],
  ['2', 'init'],
  ['3', 'check'],
  ['4', 'send'],
  ['5', 'status'],
  ['6', 'inbox'],
]);

/** The list that an item needs: one of the user's, the invented one, or none. */
export function listNeededFor(item: MenuItem): 'own' | 'sample' | null {
  if (item === 'try') return 'sample';
  return item === 'check' || item === 'send' ? 'own' : null;
}

/** The arguments that an item runs the tool with. `--` keeps a name that begins with `-` from being an option. */
export function argumentsOf(item: MenuItem, list: string | null): readonly string[] {
  const file = list === null ? [] : ['--', list];
  return item === 'try' ? ['send', '--rehearse', ...file] : [item, ...file];
}

/**
 * The path of a file as a terminal writes it when the file is dropped on its window: in quotation marks, with
 * backslashes before spaces (macOS and Linux), as a `file:` URL (some on Linux) or after `&` (PowerShell).
 */
export function droppedPath(text: string, platform: string): string {
  const isWindows = platform === 'win32';
  const line = text.trim().replace(isWindows ? /^& +/u : /^$/u, '');
  const quoted = /^(?<mark>["'])(?<path>.*)\k<mark>$/su.exec(line)?.groups?.['path'];
  if (quoted !== undefined) return quoted.replaceAll(isWindows ? /''/gu : /'\\''/gu, "'");
  if (isWindows) return line;
  if (URL.canParse(line) && line.startsWith('file:')) return decoded(new URL(line).pathname);
  return line.replaceAll(/\\(?<escaped>.)/gsu, '$<escaped>');
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    // A name that was not encoded, such as `100%.csv`.
    return pathname;
  }
}
