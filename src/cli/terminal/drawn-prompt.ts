import type { Output } from '../shell.ts';

declare module 'enquirer' {
  /** The methods for prompts of one's own (enquirer's README, "Custom prompts"), which its types leave out. */
  interface Prompt {
    clear(): void;
    write(text: string): void;
    submit(): Promise<void>;
  }
}

/** Text that stays in place at the bottom of a terminal and is drawn again as it changes. */
export type DrawnPrompt = {
  /** Draws it for the first time. Resolves once it is finished. */
  readonly run: () => Promise<void>;
  readonly redraw: () => void;
  /** Prints something above it. */
  readonly printAbove: (print: () => void) => void;
  /** Draws it for the last time and moves to the next line. */
  readonly finish: () => void;
};

/**
 * A prompt drawn by enquirer, which puts the cursor right and clears lines that have wrapped. Its keys
 * come from the shell: `start`, which would read them, does nothing. Enquirer's own reader ends the
 * process on Ctrl-C and, from Node 24.2 on, with an error (its issue 483).
 *
 * @param text what to draw; called each time
 */
export async function drawnPrompt(output: Output, text: () => string): Promise<DrawnPrompt> {
  const { default: enquirer } = await import('enquirer');
  let isClosed = false;
  class OutputPrompt extends enquirer.Prompt {
    start(): void {}

    override render(): void {
      if (isClosed) return;
      this.clear();
      this.write(text());
    }
  }
  const prompt = new OutputPrompt({ name: '', type: '', message: '', stdout: output.stream() });
  prompt.once('close', () => {
    isClosed = true;
  });
  return {
    run: async () => {
      await prompt.run();
    },
    redraw: () => prompt.render(),
    printAbove: (print) => {
      if (!isClosed) prompt.clear();
      print();
      prompt.render();
    },
    finish: () => void prompt.submit(),
  };
}
