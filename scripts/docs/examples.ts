import { withSandbox, type Sandbox } from './rehearse.ts';

/** The output of a rehearsal of the sample for one family, and of a second one. */
export async function session(): Promise<string> {
  const line = '$ npx --no-install urmston-invite send samples/payload.json --rehearse\n';
  const argv = ['send', 'payload.json', '--rehearse'];
  return await withSandbox(async ({ run }) => {
    const first = await run(argv, ['y']);
    const again = await run(argv);
    const header = /^REHEARSAL: .*?(?<asked>^ {2}to ask[^\n]*\n).*?^\n/msu;
    const shortened = again.screen.replace(header, '…\n$<asked>…\n');
    return `\`\`\`\n${line}${first.screen}\n${line}${shortened}\`\`\``;
  });
}

const LIST = `player_first_name,player_last_name,team_name,age_group,team_manager_1_full_name,team_manager_1_tel,current_registration_season,parent_first_name,parent_last_name,parent_tel,membership_fee_amount,subscription_fee_amount
John,Smith,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Jane,Smith,7700900123,40,26
Ava,Green,Panthers,u11s,Alex Johnson,07700 900001,2026-27,Robin,Green,07700 90012,40,26
`;

const sent = async ({ run }: Sandbox): Promise<void> => {
  await run(['send', 'payload.json', '--rehearse'], ['y']);
};

/** The command line for the JSON document of each command, with its answers and earlier commands. */
const EXAMPLES = {
  check: { argv: ['check', 'players.csv'] },
  preview: { argv: ['preview', 'payload.json'] },
  send: { argv: ['send', 'payload.json', '--rehearse'], answers: ['y'] },
  status: { argv: ['status', '--rehearse'], before: sent },
  history: { argv: ['history', '--rehearse'], before: sent },
  report: { argv: ['report', 'payload.json', '--rehearse'], before: sent },
  'opt-out': {
    argv: ['opt-out', 'list', '--rehearse'],
    before: async ({ run }) => {
      await run(['opt-out', 'add', '07700 900124', '--rehearse']);
    },
  },
  forget: { argv: ['forget', '07700 900123', '--dry-run'], before: sent },
  test: { argv: ['test', 'payload.json', '--rehearse'], answers: ['y', 'y'] },
  reply: {
    argv: ['reply', '07700 900701', 'We train on Tuesdays.', '--rehearse'],
    answers: ['y'],
    before: async ({ run, write }) => {
      write('replies.csv', LIST.replace('7700900123', '07700 900701'));
      await run(['send', 'replies.csv', '--rehearse'], ['y']);
      await run(['status', '--rehearse']);
    },
  },
  config: { argv: ['config'] },
  error: { argv: ['check', 'nowhere.csv'] },
} as const satisfies {
  readonly [name: string]: {
    readonly argv: readonly string[];
    readonly answers?: readonly string[];
    readonly before?: (sandbox: Sandbox) => Promise<void>;
  };
};

/** The commands whose JSON document is shown. */
export const DOCUMENTED = Object.keys(EXAMPLES) as readonly (keyof typeof EXAMPLES)[];

/** The document that a command prints with `--json`, formatted. */
export async function jsonDocument([name = '']: readonly string[]): Promise<string> {
  const example = Object.entries(EXAMPLES).find(([one]) => one === name)?.[1];
  if (example === undefined) throw new Error(`there is no document of "${name}"`);
  return await withSandbox(async (sandbox) => {
    sandbox.write('players.csv', LIST);
    if ('before' in example) await example.before(sandbox);
    const { stdout } = await sandbox.run(
      [...example.argv, '--json'],
      'answers' in example ? example.answers : [],
    );
    return `\`\`\`json\n${formatJson(JSON.parse(stdout))}\n\`\`\``;
  });
}

const WIDTH = 110;

/** Formats a value as JSON, with each part that fits on one line. */
function formatJson(value: unknown, indent = ''): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + line.length <= WIDTH)
    return line;
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((one) => deeper + formatJson(one, deeper))
    : Object.entries(value).map(
        ([key, one]) => `${deeper}${JSON.stringify(key)}: ${formatJson(one, deeper)}`,
      );
  const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}
