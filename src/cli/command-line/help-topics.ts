import { EXIT_CODES } from '../exit-codes/exit-code.ts';
import { SETTING_DESCRIPTIONS } from './setting-descriptions.ts';

const NAME_WIDTH = 21;
const LINE_WIDTH = 80;

/** The texts of `urmston-invite help <topic>`, by topic. */
export const TOPICS = {
  'exit-codes': `Exit codes

${Object.entries(EXIT_CODES)
  .map(([code, meaning]) => `${code.padStart(5)}  ${meaning}`)
  .join('\n')}

Where several of 3 to 7 hold, the highest counts.
`,
  environment: `Settings

Each comes from the first of these that has it: the environment, a file .env in
the working folder, settings.env in the tool's own folder. Secrets are never
given as flags.

${settingLines()}

The tool's own folder, unless URMSTON_INVITE_HOME says otherwise:
  Linux    $XDG_STATE_HOME/urmston-invite, or ~/.local/state/urmston-invite
  macOS    ~/Library/Application Support/urmston-invite
  Windows  %LOCALAPPDATA%\\urmston-invite
`,
} as const;

export function isTopic(name: string): name is keyof typeof TOPICS {
  return Object.hasOwn(TOPICS, name);
}

/** Each setting with what it is, its later lines below the first. */
function settingLines(): string {
  return Object.entries(SETTING_DESCRIPTIONS)
    .flatMap(([name, description]) =>
      wrapped(description, LINE_WIDTH - NAME_WIDTH - 2).map(
        (line, at) => `  ${(at === 0 ? name : '').padEnd(NAME_WIDTH)}${line}`,
      ),
    )
    .join('\n');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && line.length <= width) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
