/** The texts above and below the options in the help of commands. */

/** An example above a command's usage. */
export function example(line: string): string {
  return `  $ urmston-invite ${line}\n`;
}

export const REHEARSED_OPT_OUTS = "the rehearsals' own opt-outs";

export const TRY = `Registration invites by WhatsApp: each message shown, approved and sent once.

Try it without an account; nothing leaves this computer:
  $ urmston-invite send samples/players.csv --rehearse
`;

export const WHERE_NEXT = `
A list goes check -> preview -> send --rehearse -> send.
The guide is docs/guide.md, in the folder where urmston-invite is installed.
Found a fault? Tell whoever looks after the tool, or open an issue with the
project.`;

export const PREVIEW_PAGE = `
The page of --html is for you alone to open, and needs no network. A page that
an earlier run wrote is replaced; any other file is left as it is.`;

export const REPORT_BACK = `
The CSV has the list's own columns, then State, Reason, What to do, SID, When.
Mend it and give it to send: what was sent is known and does not go again.
An apostrophe before a cell keeps a spreadsheet from reading it as a formula or
a number; it is taken off again. A report that an earlier run wrote is replaced;
any other file is left as it is.`;

export const SEND_KEYS = `
At each message: y sends it, n leaves it out for now, b goes back one that has
not been sent, q stops (the rest waits), ? explains. There is no flag that says
yes. Run the same line again and it goes on where it was.

With --via aws what you say yes to goes on a queue, and a worker on AWS sends
it, once, by your yes; it needs LEDGER_TABLE and INVITE_QUEUE_URL. The run waits
and tells what came of each; Ctrl-C then leaves the rest to the worker.`;

export const STATUS_END = `
It ends with 7 where nobody knows whether a message went, with 6 where one did
not arrive, with 5 where Twilio cannot be reached. Ctrl-C ends a watch, and it
ends as it would have without it; all that was told is recorded.`;

export const TEST_WAY = `
The record keeps its values; the parent's number is replaced by one of
TEST_NUMBERS, and no other can be written to. Each message is shown and asked
about, then followed to the phone. A test never counts as the invite itself.
Where one does not read right the run stops, with exit code 6.`;

export const WHERE_COMPLETION_GOES = `
Have your shell read it at its start, then open a new window:
  bash  echo 'source <(urmston-invite completion bash)' >> ~/.bashrc
  zsh   echo 'source <(urmston-invite completion zsh)' >> ~/.zshrc
  fish  echo 'urmston-invite completion fish | source' >> \\
          ~/.config/fish/config.fish
  PowerShell
        Add-Content $PROFILE 'urmston-invite completion powershell |
          Out-String | Invoke-Expression'
For zsh, compinit has to stand above it in that file.`;

export const SERVE_KEY = `
Whoever has a key of API_KEY may ask for a message, and that is their yes. What
it answers, and how keys are changed, is in docs/service.md.`;

export const INBOX_END = `
At each parent: 1 to 9 show a saved answer, r writes one, d marks it as done
without an answer, s means that they want no more messages, n leaves it for
later, b goes back, q stops, ? explains. Each answer is shown as the parent will
read it, and asked about. WhatsApp takes answers for 24 hours after a parent
wrote. The saved answers: urmston-invite inbox answers --help`;

export const SAVED_ANSWER_FIELDS = `
An answer may contain fields of the record, as {player_first_name}, and {LINK}
for the setting LINK. One that a parent has no value for is not sent to them.`;
