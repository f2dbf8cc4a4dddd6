import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { commandTree, type CommandNode } from './tree.ts';
import { zshCompletion } from './zsh.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { TOPICS } from '../../command-line/help-topics.ts';
import type { Shell } from '../../shell.ts';

const SCRIPTS = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
} as const satisfies { readonly [shell: string]: (nodes: readonly CommandNode[]) => string };

/** Prints a script with which a shell completes the commands, options and files of this version. */
export function completion(
  { stdout }: Shell,
  which: keyof typeof SCRIPTS,
  program: CommandUnknownOpts,
): ExitCode {
  stdout.write(SCRIPTS[which](commandTree(program, Object.keys(TOPICS))));
  return 0;
}
