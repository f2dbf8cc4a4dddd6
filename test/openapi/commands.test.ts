import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { aCsv, rowsFor, run, runIn } from '../cli/run.ts';
import { checkExchange } from '../support/openapi/check-exchange.ts';
import { recordExchanges } from '../support/openapi/record-exchanges.ts';
import { ACCOUNT_SID, AUTH_TOKEN, openStandIn, TEMPLATE_SID } from '../support/sending/stand-in.ts';
import { aFolder, fakeShell, type Scene } from '../support/terminal/fake-shell.ts';
import { typeAnswers, type Step } from '../support/terminal/type-answers.ts';
import { aDesk, ASKS_DANIEL, ASKS_JANE, DANIEL, JANE } from '../terminal/desk.ts';

const NOW = '2026-11-23T10:00:00Z';
const LATER = '2026-11-23T10:05:00Z';

/** Runs a rehearsal; resolves to its exit code. */
async function rehearse(argv: readonly string[], scene: Scene = {}): Promise<number> {
  return (await run([...argv, '--rehearse', '--json'], { now: NOW, ...scene })).exitCode;
}

/** Answers a command's questions at a terminal; resolves to its exit code. */
async function atATerminal(
  argv: readonly string[],
  steps: readonly Step[],
  env: Scene['env'],
): Promise<number> {
  const shell = fakeShell({
    terminals: ['stdin', 'stderr'],
    now: new Date().toISOString(),
    env: { TERM: 'dumb', NO_COLOR: '1', ...env },
  });
  return await typeAnswers(steps, shell, runIn(argv, shell));
}

const listFor = (lastThree: readonly string[]): string => aCsv(rowsFor(lastThree));
const YES = 'y\n'.repeat(12);

/** The home of an earlier rehearsal, with a message to each of these numbers. */
async function aHome(lastThree: readonly string[], env = {}): Promise<string> {
  const home = join(aFolder(), 'home');
  await rehearse(['send', listFor(lastThree)], { home, stdin: YES, env });
  return home;
}

/** Those of `src/adapters/twilio/`. */
const OPERATIONS = new Set([
  'CreateMessage',
  'FetchAccount',
  'FetchApprovalFetch',
  'FetchBalance',
  'FetchContent',
  'FetchMessage',
  'ListChannelsSender',
  'ListMessage',
]);
const TEMPLATE_AND_SENDER = [
  'FetchContent 200',
  'FetchApprovalFetch 200',
  'ListChannelsSender 200',
] as const;
const WHOLE_ACCOUNT = [...TEMPLATE_AND_SENDER, 'FetchAccount 200', 'FetchBalance 200'] as const;

type Scenario = {
  readonly does: string;
  /** Runs the command, and resolves to its exit code. What is done before is not recorded. */
  readonly prepare: () => Promise<() => Promise<number>>;
  readonly exitCode: number;
  /** At least these, by operation and status; null is a lost connection. */
  readonly exchanges: readonly string[];
  /** Fields that some form has, where the scenario is about them. */
  readonly fields?: readonly string[];
};

const SCENARIOS: readonly Scenario[] = [
  {
    does: 'send, to numbers that are accepted, refused, slowed down and lost',
    prepare: async () => {
      const list = listFor(['101', '610', '430', '801', '324', '500', '802']);
      return async () => await rehearse(['send', list], { stdin: YES });
    },
    exitCode: 7,
    exchanges: [
      ...TEMPLATE_AND_SENDER,
      'CreateMessage 201',
      'CreateMessage 400',
      'CreateMessage 429',
      'CreateMessage 500',
      'CreateMessage null',
    ],
  },
  {
    does: 'send again, which settles what is unknown over several pages',
    prepare: async () => {
      const list = ['101', '102', '103', '801'];
      const home = await aHome(list);
      const env = { REHEARSAL_FAULT: 'small-pages,text-hidden' };
      return async () => await rehearse(['send', listFor(list)], { home, stdin: YES, env });
    },
    exitCode: 7,
    exchanges: [...TEMPLATE_AND_SENDER, 'ListMessage 200', 'ListMessage 200', 'ListMessage 200'],
  },
  {
    does: 'send at a terminal, with the address for callbacks',
    prepare: async () => {
      const { settings } = await openStandIn();
      const steps: readonly Step[] = [
        [/1 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u, 'y'],
        [/2 of 2 [^]*\(y\/n\/b\/q\/\?\) $/u, 'y'],
      ];
      const env = { ...settings, PUBLIC_URL: 'https://club.example' };
      return async () => await atATerminal(['send', listFor(['101', '102'])], steps, env);
    },
    exitCode: 0,
    exchanges: [...WHOLE_ACCOUNT, 'CreateMessage 201', 'CreateMessage 201'],
    fields: ['ContentSid', 'ContentVariables', 'StatusCallback'],
  },
  {
    does: 'send from a sender that is offline',
    prepare: async () => {
      const env = { REHEARSAL_FAULT: 'sender-offline' };
      return async () => await rehearse(['send', listFor(['101'])], { env });
    },
    exitCode: 4,
    exchanges: ['FetchContent 200', 'ListChannelsSender 200'],
  },
  {
    does: 'send with a key that may not see the senders',
    prepare: async () => {
      const env = { REHEARSAL_FAULT: 'senders-hidden' };
      return async () => await rehearse(['send', listFor(['101'])], { env, stdin: YES });
    },
    exitCode: 0,
    exchanges: ['ListChannelsSender 403', 'CreateMessage 201'],
  },
  {
    does: 'test, followed to the phone',
    prepare: async () => {
      const env = { TEST_NUMBERS: '07700 900001' };
      return async () => await rehearse(['test', listFor(['101'])], { env, stdin: YES });
    },
    exitCode: 0,
    exchanges: [...TEMPLATE_AND_SENDER, 'CreateMessage 201', 'FetchMessage 200'],
  },
  {
    does: 'status over several pages',
    prepare: async () => {
      // None of them is final.
      const held = { REHEARSAL_FAULT: 'template-paced' };
      const home = await aHome(['104', '105', '106', '107', '108'], held);
      const env = { REHEARSAL_FAULT: 'small-pages' };
      return async () => await rehearse(['status'], { home, env, now: LATER });
    },
    exitCode: 0,
    exchanges: ['ListMessage 200', 'ListMessage 200', 'ListMessage 200'],
  },
  {
    does: 'status of messages that are read, failed and answered',
    prepare: async () => {
      const home = await aHome(['101', '324', '340', '701']);
      return async () => await rehearse(['status'], { home, now: LATER });
    },
    exitCode: 6,
    exchanges: ['ListMessage 200', 'ListMessage 200'],
  },
  {
    does: 'reply to a parent who wrote',
    prepare: async () => {
      // The parent with this number answers.
      const home = await aHome(['701']);
      await rehearse(['status'], { home, now: LATER });
      const argv = ['reply', '07700 900701', 'Yes, both can play.'];
      return async () => await rehearse(argv, { home, now: LATER, stdin: YES });
    },
    exitCode: 0,
    exchanges: ['CreateMessage 201'],
    fields: ['Body'],
  },
  {
    does: 'doctor in a good set-up',
    prepare: async () => {
      const { settings: env } = await openStandIn();
      const now = new Date().toISOString();
      return async () => (await run(['doctor'], { env, now })).exitCode;
    },
    exitCode: 0,
    exchanges: WHOLE_ACCOUNT,
  },
  {
    does: 'doctor with credentials that are refused',
    prepare: async () => {
      const { settings } = await openStandIn();
      const env = { ...settings, TWILIO_AUTH_TOKEN: 'not-the-token' };
      return async () => (await run(['doctor'], { env })).exitCode;
    },
    exitCode: 4,
    exchanges: ['FetchContent 401'],
  },
  {
    does: 'doctor with a template that is not there',
    prepare: async () => {
      const { settings } = await openStandIn();
      const env = { ...settings, TWILIO_TEMPLATE_SID: `HX${'0'.repeat(32)}` };
      return async () => (await run(['doctor'], { env })).exitCode;
    },
    exitCode: 4,
    exchanges: ['FetchContent 404', 'FetchAccount 200'],
  },
  {
    does: 'init, from nothing to all settings',
    prepare: async () => {
      const { settings } = await openStandIn();
      const steps: readonly Step[] = [
        [/TWILIO_ACCOUNT_SID:/u, `${ACCOUNT_SID}\r`],
        [/Token or key/u, 't\r'],
        [/TWILIO_AUTH_TOKEN:/u, `${AUTH_TOKEN}\r`],
        [/TWILIO_PHONE_NUMBER \[whatsapp:/u, '\r'],
        [/TWILIO_TEMPLATE_SID:/u, `${TEMPLATE_SID}\r`],
        [/OPERATOR \[/u, 'Robin Green\r'],
        [/TEST_NUMBERS:/u, '\r'],
        [/SEND_HOURS \[/u, '\r'],
        [/List with the teams \[none\]:/u, '\r'],
      ];
      const env = { TWILIO_BASE_URL: settings['TWILIO_BASE_URL'] };
      return async () => await atATerminal(['init'], steps, env);
    },
    exitCode: 0,
    exchanges: [...TEMPLATE_AND_SENDER, 'FetchAccount 200'],
  },
];

describe('every exchange with Twilio is valid by its specification, in both directions', () => {
  it.each(SCENARIOS)('$does', async ({ prepare, exitCode, exchanges, fields = [] }) => {
    const command = await prepare();
    let ended: number | null = null;
    const recorded = await recordExchanges(async () => {
      ended = await command();
    });
    const checked = recorded.map(checkExchange);
    expect(checked.flatMap(({ faults }) => faults)).toEqual([]);
    // A command may make more of them.
    const missing = [...exchanges];
    for (const { operation, status } of checked) {
      const at = missing.indexOf(`${operation} ${status}`);
      if (at !== -1) missing.splice(at, 1);
    }
    expect(missing).toEqual([]);
    const given = recorded.flatMap(({ body }) => [...new URLSearchParams(body).keys()]);
    expect(given).toEqual(expect.arrayContaining(fields.slice()));
    expect(ended).toBe(exitCode);
  });

  it('the built tool at a terminal: doctor, send and status', async () => {
    const { settings } = await openStandIn();
    const desk = aDesk(settings, [JANE, DANIEL]);
    const recorded = await recordExchanges(async () => {
      expect(await desk.piped('', 'doctor')).toMatchObject({ exitCode: 0 });
      const terminal = desk.terminal('send', 'players.json');
      await terminal.waitFor(ASKS_JANE);
      await terminal.press('y');
      await terminal.waitFor(ASKS_DANIEL);
      await terminal.press('n');
      expect(await terminal.exit).toMatchObject({ exitCode: 0 });
      expect(await desk.piped('', 'status')).toMatchObject({ exitCode: 0 });
    });
    const checked = recorded.map(checkExchange);
    expect(checked.flatMap(({ faults }) => faults)).toEqual([]);
    expect(new Set(checked.map(({ operation }) => operation))).toEqual(OPERATIONS);
  });

  it('and every operation that the tool uses is among them', () => {
    const exchanges = SCENARIOS.flatMap((scenario) => scenario.exchanges);
    expect(new Set(exchanges.map((one) => one.replace(/ \w+$/u, '')))).toEqual(OPERATIONS);
  });
});
