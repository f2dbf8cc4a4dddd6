import { flagsOf, stepTo, type CommandNode } from './tree.ts';

/** A script for bash from 3.2 on, which macOS still has. */
export function bashCompletion(nodes: readonly CommandNode[]): string {
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
${nodes.map(caseOf).join('\n')}
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

function caseOf({ path, words, options, takesFile }: CommandNode): string {
  const offered = words.map(({ word }) => word).join(' ');
  const flags = options.map(({ long }) => long).join(' ');
  return `    "${path}") words="${offered}" options="${flags}" files="${takesFile ? 'yes' : ''}" ;;`;
}
