import { flagsOf, type CommandNode, type OfferedOption } from './tree.ts';

/** A script for fish. */
export function fishCompletion(nodes: readonly CommandNode[]): string {
  const options = nodes.flatMap((node) => node.options);
  const valued = flagsOf(options, ['file', 'other']);
  const paths = nodes.slice(1).map(({ path }) => quoted(path));
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
${nodes.flatMap(linesOf).join('\n')}
`;
}

function linesOf({ path, words, options, takesFile }: CommandNode): readonly string[] {
  const at = `complete -c urmston-invite -n ${quoted(`__urmston_invite_at ${quoted(path)}`)}`;
  return [
    ...words.map(({ word, description }) => `${at} -a ${quoted(word)}${explained(description)}`),
    ...options.map((option) => `${at} ${flagOf(option)}${explained(option.description)}`),
    ...(takesFile ? [`${at} -F`] : []),
  ];
}

function flagOf({ long, short, value }: OfferedOption): string {
  const names = `-l ${long.slice(2)}${short === null ? '' : ` -s ${short}`}`;
  return value === 'none' ? names : `${names} -r${value === 'file' ? ' -F' : ''}`;
}

function explained(description: string): string {
  return description === '' ? '' : ` -d ${quoted(description)}`;
}

/** Between single quotes fish knows two escapes. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
