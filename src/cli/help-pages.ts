/** What stands around a command's own help. */

export const TRY = `Registration invites by WhatsApp: each message shown, approved and sent once.

Try it without an account; nothing leaves this computer:
  $ urmston-invite send samples/players.csv --rehearse
`;

export const WHERE_NEXT = `
A list goes check -> preview -> send --rehearse -> send.
The long guide is README.md, in the folder where urmston-invite is installed.
Found a fault? Tell whoever looks after the tool, or open an issue with the
project.`;

export const PREVIEW_PAGE = `
The page of --html is for you alone to open, and needs no network. A page that
an earlier run wrote is replaced; any other file is left as it is.`;

export const SERVE_KEY = `
Whoever has a key of API_KEY may ask for a message, and that is their yes. What
it answers, and how keys are changed, is in docs/service.md.`;

export const SEND_KEYS = `
At each message: y sends it, n leaves it out for now, b goes back one that has
not been sent, q stops (the rest waits), ? explains. There is no flag that says
yes. Run the same line again and it goes on where it was.`;
