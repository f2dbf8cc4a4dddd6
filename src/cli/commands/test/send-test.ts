import type { Settings } from '../../../adapters/settings/settings.ts';
import type { TestFindings, TestFinding } from '../../../application/ports/test-findings.ts';
import { type Delivery, followDelivery } from '../../../application/follow-up/follow-delivery.ts';
import type { SendChecks } from '../../../application/send/send-checks.ts';
import type { Halt } from '../../../application/send/send-messages.ts';
import { sendTestMessage, type SentTest } from '../../../application/test/test-message.ts';
import type { Fate } from '../../../domain/delivery/fate.ts';
import type { Message } from '../../../domain/message/message.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import type { Template } from '../../../domain/message/template.ts';
import {
  composeTestMessage,
  type TestMessage,
  type TestNumber,
} from '../../../domain/message/test-message.ts';
import type { TestOptions } from '../../command-line/options.ts';
import { cliOperator } from '../../operator/cli-operator.ts';
import { wrapped } from '../../terminal/wrap-text.ts';
import type { Colours } from '../../terminal/colours.ts';
import type { NamedList } from '../../list/read-list-file.ts';
import { fateLine } from '../../sending/send-text.ts';
import type { Asking } from '../../sending/operator-session.ts';
import { progressOf } from '../../sending/progress.ts';
import type { QuietHours } from '../../sending/quiet-hours.ts';
import { sendingPorts } from '../../sending/sending-ports.ts';
import type { World } from '../../composition/world.ts';
import { LABEL } from './view.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { explainRefusal } from '../../../text/delivery/refusal.ts';
import { printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';

/** Everything one run of `test` works with. */
export type TestRun = Asking & {
  readonly settings: Settings;
  readonly options: TestOptions;
  readonly named: NamedList;
  readonly world: World;
  readonly findings: TestFindings;
  /** Colours of the results, on standard output. */
  readonly result: Colours;
};

/** What a test came to. */
export type Tried = {
  readonly message: TestMessage;
  readonly fate: Fate;
  readonly halt: Halt | null;
  readonly delivery: Delivery | null;
  readonly seen: Seen;
};

export type What = {
  /** The invite as it stands in the list: its parent gets nothing. */
  readonly message: Message;
  readonly number: TestNumber;
  readonly template: Template;
  readonly notes: readonly string[];
};

export type Guards = { readonly quiet: QuietHours; readonly look: SendChecks };

export async function tryOne(run: TestRun, what: What, guards: Guards): Promise<Tried> {
  const { shell, world, findings, options } = run;
  const { message: real, number, template } = what;
  const composed = composeTestMessage(real.invite, template, number, shell.clock.now());
  // It differs from one that was composed by its number alone, which is no part of the text.
  if (!composed.ok) throw new Error('A message that could be composed cannot be composed again.');
  const { message } = composed;
  const { fate, halt } = await askAndSend(run, what, message, guards);
  if (fate.kind !== 'accepted') return { message, fate, halt, delivery: null, seen: null };
  const delivery = await followOnScreen(fate.messageSid, world, run, options.quiet);
  const seen = shell.stop.aborted ? null : await askWhatIsSeen(run);
  if (seen !== null) {
    const by = { operator: world.operatorName, at: shell.clock.now() };
    await findings.add({ sid: fate.messageSid, ...seen, ...by });
  }
  return { message, fate, halt, delivery, seen };
}

async function askAndSend(
  run: TestRun,
  { message: real, notes }: What,
  message: TestMessage,
  { quiet, look }: Guards,
): Promise<SentTest> {
  const { shell, options, named, world, answers, colours } = run;
  const output = options.json ? shell.stderr : shell.stdout;
  const resultColours = options.json ? colours : run.result;
  const progress = progressOf({
    shell,
    answers,
    quiet: options.quiet,
    colours,
    fatePrinter: async ({ message: sent, fate }) => {
      const line = `${LABEL}${fateLine(sent, fate, world.mode, resultColours)}`;
      const told = await wrapped(line, output.columns(), 2);
      return () => output.write(told);
    },
  });
  const inList = `In the list: ${internationalForm(real.invite.parent.phone)}, which gets nothing. This goes to ${internationalForm(message.invite.parent.phone)}, a test number.`;
  const operator = cliOperator(shell, answers, {
    name: world.operatorName,
    notesOn: () => [inList, ...notes],
    mayAskNow: quiet.mayAskNow,
    label: LABEL,
    colours,
  });
  try {
    return await sendTestMessage(message, {
      ...sendingPorts(shell, world, operator, progress),
      ...look,
      outbox: null,
      source: { file: named.name },
    });
  } finally {
    progress.stop();
  }
}

/** What the operator says of a test; null where they said nothing. */
export type Seen = Pick<TestFinding, 'isRight' | 'reason'> | null;

/** Shows, state by state, how a test message comes to the phone. Ctrl-C ends it. */
export async function followOnScreen(
  sid: MessageSid,
  world: World,
  { shell, colours }: Asking,
  quiet: boolean,
): Promise<Delivery | null> {
  const word = `${LABEL}${wordFor(world.mode)}`;
  const spinner = await startSpinner(shell, 'Following it at Twilio (Ctrl-C to stop)', quiet);
  try {
    const last = await followDelivery(sid, {
      deliveries: world.deliveries,
      ledger: world.ledger,
      clock: shell.clock,
      wait: waitBy(shell),
      stop: shell.stop,
      tell: (delivery) => {
        spinner.say(`Following it at Twilio: ${delivery.state} (Ctrl-C to stop)`);
        spinner.printAbove(() => shell.stderr.write(`${word}${inWords(delivery, colours)}\n`));
      },
    });
    return last;
  } finally {
    spinner.stop();
  }
}

/** Asks whether it arrived and reads right, and of a no the reason. */
export async function askWhatIsSeen({ shell, answers, colours }: Asking): Promise<Seen> {
  const { stop } = shell;
  const key = await answers.next(
    {
      question: colours.bold('Did it arrive, and does it read right? (y/n)'),
      keys: ['y', 'n'],
      otherKey: colours.odd('Look at the phone, then press y or n.'),
    },
    stop,
  );
  if (key === null || stop.aborted) return null;
  if (key === 'y') return { isRight: true, reason: null };
  const reason = await answers.nextLine(colours.bold('What was wrong? '), stop);
  return { isRight: false, reason: reason?.trim() ?? '' };
}

function inWords({ state, errorCode }: Delivery, colours: Asking['colours']): string {
  if (state !== 'failed' && state !== 'undelivered') return state;
  if (errorCode === null) return colours.bad(state);
  const { message, fix } = explainRefusal(errorCode, '');
  return `${colours.bad(`${state} (${errorCode})`)}\n  ${printable(message)}\n  -> ${printable(fix)}`;
}
