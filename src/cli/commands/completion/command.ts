import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { TOPICS } from '../../command-line/help-topics.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import {
  commandTree,
  type CommandNode,
  flagsOf,
  stepTo,
  type OfferedOption,
} from './command-tree.ts';
import { powershellCompletion } from './powershell.ts';

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
  powershell: powershellCompletion,
} as const satisfies { readonly [shell: string]: (nodes: readonly CommandNode[]) => string };

/** Prints a script with which a shell completes commands, options and file names. */
export function completion(
  { stdout }: Shell,
  which: keyof typeof SCRIPTS,
  program: CommandUnknownOpts,
): ExitCode {
  stdout.write(SCRIPTS[which](commandTree(program, Object.keys(TOPICS))));
  return 0;
}

/** For bash 3.2 and later; macOS has 3.2. */
function bashCompletion(nodes: readonly CommandNode[]): string {
  const options = nodes.flatMap((node) => node.options);
  return `# bash completion of urmston-invite; put it where "urmston-invite help completion" says
_urmston_invite() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local at="" i=1 one words="" options="" files=""
  COMPREPLY=()
  while [ "$i" -lt "$COMP_CWORD" ]; do
    one="\${COMP_WORDS[i]}"
    case "$one" in
      ${flagsOf(options, ['file', 'other']).join(' | ')}) i=$((i + 1)) ;;
      *)
        case "$at/$one" in
          ${nodes.slice(1).map(stepTo).join(' | ')}) at="\${at:+$at }$one" ;;
        esac
        ;;
    esac
    i=$((i + 1))
  done
  case "$at" in
${nodes.map(bashCase).join('\n')}
  esac
  case "$before" in
    ${flagsOf(options, ['file']).join(' | ')}) words="" options="" files=yes ;;
    ${flagsOf(options, ['other']).join(' | ')}) return ;;
  esac
  case "$word" in
    -*) words="$options" files="" ;;
  esac
  while IFS= read -r one; do COMPREPLY+=("$one"); done < <(compgen -W "$words" -- "$word")
  if [ -n "$files" ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r one; do COMPREPLY+=("$one"); done < <(compgen -f -- "$word")
  fi
}
complete -F _urmston_invite urmston-invite
`;
}

function bashCase({ path, words, options, takesFile }: CommandNode): string {
  const offered = words.map(({ word }) => word).join(' ');
  const flags = options.map(({ long }) => long).join(' ');
  return `    "${path}") words="${offered}" options="${flags}" files="${takesFile ? 'yes' : ''}" ;;`;
}

/** For zsh: the script may be sourced, or put in a folder of `fpath`. */
function zshCompletion(nodes: readonly CommandNode[]): string {
  const options = nodes.flatMap((node) => node.options);
  return `#compdef urmston-invite
# zsh completion of urmston-invite; put it where "urmston-invite help completion" says
_urmston_invite() {
  local at="" one files=""
  local -i i=2
  local -a offered flags
  while (( i < CURRENT )); do
    one="\${words[i]}"
    case "$one" in
      (${flagsOf(options, ['file', 'other']).join('|')}) (( i++ )) ;;
      (*)
        case "$at/$one" in
          (${nodes.slice(1).map(stepTo).join('|')}) at="\${at:+$at }$one" ;;
        esac
        ;;
    esac
    (( i++ ))
  done
  case "$at" in
${nodes.map(zshCase).join('\n')}
  esac
  case "\${words[CURRENT-1]}" in
    (${flagsOf(options, ['file']).join('|')}) _files; return ;;
    (${flagsOf(options, ['other']).join('|')}) return ;;
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe -o 'option' flags
    return
  fi
  (( \${#offered} )) && _describe 'command' offered
  [[ -n "$files" ]] && _files
}
if [[ "\${zsh_eval_context[-1]}" == loadautofunc ]]; then
  _urmston_invite "$@"
else
  compdef _urmston_invite urmston-invite
fi
`;
}

function zshCase({ path, words, options, takesFile }: CommandNode): string {
  const offered = words.map(({ word, description }) => zshDescribed(word, description));
  const flags = options.map(({ long, description }) => zshDescribed(long, description));
  return [
    `    ("${path}")`,
    `      offered=(${offered.join(' ')})`,
    `      flags=(${flags.join(' ')})`,
    `      files="${takesFile ? 'yes' : ''}"`,
    '      ;;',
  ].join('\n');
}

function zshDescribed(word: string, description: string): string {
  const text = description === '' ? '' : `:${description}`;
  return `'${word.replaceAll(':', '\\:')}${text.replaceAll("'", "'\\''")}'`;
}

function fishCompletion(nodes: readonly CommandNode[]): string {
  const options = nodes.flatMap((node) => node.options);
  const valued = flagsOf(options, ['file', 'other']);
  const paths = nodes.slice(1).map(({ path }) => fishQuoted(path));
  return `# fish completion of urmston-invite; put it where "urmston-invite help completion" says
function __urmston_invite_at
  set -l at ''
  set -l skip 0
  for one in (commandline -opc)[2..-1]
    if test $skip = 1
      set skip 0
    else if contains -- $one ${valued.join(' ')}
      set skip 1
    else
      set -l next (string trim -- "$at $one")
      contains -- $next ${paths.join(' ')}; and set at $next
    end
  end
  test "$at" = "$argv[1]"
end
complete -c urmston-invite -f
${nodes.flatMap(fishLines).join('\n')}
`;
}

function fishLines({ path, words, options, takesFile }: CommandNode): readonly string[] {
  const at = `complete -c urmston-invite -n ${fishQuoted(`__urmston_invite_at ${fishQuoted(path)}`)}`;
  return [
    ...words.map(
      ({ word, description }) => `${at} -a ${fishQuoted(word)}${fishDescription(description)}`,
    ),
    ...options.map((option) => `${at} ${fishFlag(option)}${fishDescription(option.description)}`),
    ...(takesFile ? [`${at} -F`] : []),
  ];
}

function fishFlag({ long, short, value }: OfferedOption): string {
  const names = `-l ${long.slice(2)}${short === null ? '' : ` -s ${short}`}`;
  return value === 'none' ? names : `${names} -r${value === 'file' ? ' -F' : ''}`;
}

function fishDescription(description: string): string {
  return description === '' ? '' : ` -d ${fishQuoted(description)}`;
}

/** In single quotes fish has two escapes: for the backslash and for the quote itself. */
function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
