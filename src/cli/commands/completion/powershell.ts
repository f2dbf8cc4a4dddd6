import { flagsOf, type CommandNode } from './command-tree.ts';

/**
 * For Windows PowerShell 5.1 and PowerShell 7. Where nothing is offered, PowerShell completes file names by
 * itself.
 */
export function powershellCompletion(nodes: readonly CommandNode[]): string {
  const options = nodes.flatMap((node) => node.options);
  const words = nodes.map(({ path, words: offered }) =>
    entry(
      path,
      offered.map(({ word }) => word),
    ),
  );
  const flags = nodes.map(({ path, options: offered }) =>
    entry(
      path,
      offered.map(({ long }) => long),
    ),
  );
  return `# PowerShell completion of urmston-invite; put it where "urmston-invite help completion" says
Register-ArgumentCompleter -Native -CommandName urmston-invite -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
${words.join('\n')}
  }
  $options = @{
${flags.join('\n')}
  }
  $takeValue = ${list(flagsOf(options, ['file', 'other']))}
  $at = ''
  $isValue = $false
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $one = $element.ToString()
    if ($isValue) { $isValue = $false; continue }
    if ($takeValue -ccontains $one) { $isValue = $true; continue }
    $next = "$at $one".Trim()
    if ($words.ContainsKey($next)) { $at = $next }
  }
  if ($isValue) { return }
  $offered = if ($wordToComplete.StartsWith('-')) { $options[$at] } else { $words[$at] }
  $offered | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function entry(path: string, values: readonly string[]): string {
  return `    ${quoted(path)} = ${list(values)}`;
}

function list(values: readonly string[]): string {
  return `@(${values.map(quoted).join(', ')})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
