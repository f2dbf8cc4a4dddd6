import { flagsOf, stepTo, type CommandNode } from './tree.ts';

/** A script for zsh, to be sourced or to lie in a folder of `fpath`. */
export function zshCompletion(nodes: readonly CommandNode[]): string {
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
${nodes.map(caseOf).join('\n')}
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

function caseOf({ path, words, options, takesFile }: CommandNode): string {
  const offered = words.map(({ word, description }) => described(word, description));
  const flags = options.map(({ long, description }) => described(long, description));
  return [
    `    ("${path}")`,
    `      offered=(${offered.join(' ')})`,
    `      flags=(${flags.join(' ')})`,
    `      files="${takesFile ? 'yes' : ''}"`,
    '      ;;',
  ].join('\n');
}

function described(word: string, description: string): string {
  const text = description === '' ? '' : `:${description}`;
  return `'${word.replaceAll(':', '\\:')}${text.replaceAll("'", "'\\''")}'`;
}
