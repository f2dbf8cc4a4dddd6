import type { Settings } from '../../../adapters/settings/settings.ts';
import { followDelivery, type Delivery } from '../../../application/follow-up/follow-delivery.ts';
import type { TestFinding } from '../../../application/ports/test-findings.ts';
import type { SendChecks } from '../../../application/send/send-checks.ts';
import {
  type Halt,
  sendTestMessage,
  type SentTest,
} from '../../../application/send/send-messages.ts';
import type { Fate } from '../../../domain/delivery/fate.ts';
import type { MessageSid } from '../../../domain/delivery/ids.ts';
import { hasFailed } from '../../../domain/delivery/state.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Template } from '../../../domain/message/template.ts';
import {
  composeTestMessage,
  type TestMessage,
  type TestNumber,
} from '../../../domain/message/test-message.ts';
import { internationalForm } from '../../../domain/record/phone/phone.ts';
import { explainFailure } from '../../../text/delivery/refusal.ts';
import { printable } from '../../../text/format.ts';
import { wordFor } from '../../../text/mode-names.ts';
import type { TestOptions } from '../../command-line/options.ts';
import type { NamedList } from '../../list/named-list.ts';
import type { OperatorSession } from '../../sending/operator-session.ts';
import type { QuietHours } from '../../sending/quiet-hours.ts';
import { withSendingPorts, type SendingRun } from '../../sending/sending-ports.ts';
import type { Colours } from '../../terminal/colours.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { waitBy } from '../../terminal/wait.ts';

/** Stands before each line about a test. */
export const LABEL = 'TEST  ';

/** Everything one run of `test` works with. */
export type TestRun = SendingRun & {
  readonly settings: Settings;
  readonly options: TestOptions;
  readonly list: NamedList;
};

export type TestPlan = {
  /** The invite as the list has it. Its parent gets nothing. */
  readonly message: Message;
  /** The number the test goes to. */
  readonly number: TestNumber;
  readonly template: Template;
  readonly notes: readonly string[];
};

export type TestResult = {
  readonly message: TestMessage;
  readonly fate: Fate;
  readonly halt: Halt | null;
  /** The last delivery state from Twilio; null where there is none. */
  readonly delivery: Delivery | null;
  readonly verdict: Verdict;
};

/** The operator's answer about the message on the phone; null without an answer. */
type Verdict = Pick<TestFinding, 'isRight' | 'reason'> | null;

type Guards = { readonly hours: QuietHours; readonly checks: SendChecks };

/**
 * Asks about one test message and sends it, follows its delivery, asks how it looks on the phone, and
 * keeps that answer.
 */
export async function sendTest(run: TestRun, plan: TestPlan, guards: Guards): Promise<TestResult> {
  const { shell, world, options } = run;
  const { invite } = plan.message;
  const composed = composeTestMessage(invite, plan.template, plan.number, shell.clock.now());
  // Only the recipient differs from the message that was composed from this row already.
  if (!composed.ok) throw new Error('A message that could be composed cannot be composed again.');
  const { message } = composed;
  const { fate, halt } = await askAndSend(run, plan, message, guards);
  if (fate.kind !== 'accepted') return { message, fate, halt, delivery: null, verdict: null };
  const delivery = await followOnScreen(fate.messageSid, run, options.quiet);
  const verdict = shell.stop.aborted ? null : await askForVerdict(run);
  if (verdict !== null) {
    const by = { operator: world.operatorName, at: shell.clock.now() };
    await world.findings.add({ sid: fate.messageSid, ...verdict, ...by });
  }
  return { message, fate, halt, delivery, verdict };
}

async function askAndSend(
  run: TestRun,
  { message: inList, notes }: TestPlan,
  message: TestMessage,
  { hours, checks }: Guards,
): Promise<SentTest> {
  const recipientNote = `In the list: ${internationalForm(inList.invite.parent.phone)}, which gets nothing. This goes to ${internationalForm(message.invite.parent.phone)}, a test number.`;
  const view = {
    notesOn: () => [recipientNote, ...notes],
    hours,
    label: LABEL,
  };
  const source = { file: run.list.name };
  return await withSendingPorts(
    run,
    view,
    async (ports) => await sendTestMessage(message, { ...ports, ...checks, outbox: null, source }),
  );
}

/**
 * Prints each delivery state of a message as Twilio reports it, until it is final or the operator
 * presses Ctrl-C.
 *
 * @returns the last state; null where Twilio returned none
 */
async function followOnScreen(
  sid: MessageSid,
  { shell, world, colours }: TestRun,
  quiet: boolean,
): Promise<Delivery | null> {
  const prefix = `${LABEL}${wordFor(world.mode)}`;
  const spinner = await startSpinner(shell, 'Following it at Twilio (Ctrl-C to stop)', quiet);
  try {
    return await followDelivery(sid, {
      deliveries: world.deliveries,
      ledger: world.ledger,
      clock: shell.clock,
      wait: waitBy(shell),
      stop: shell.stop,
      emit: (delivery) => {
        spinner.say(`Following it at Twilio: ${delivery.state} (Ctrl-C to stop)`);
        spinner.printAbove(() =>
          shell.stderr.write(`${prefix}${deliveryText(delivery, colours)}\n`),
        );
      },
    });
  } finally {
    spinner.stop();
  }
}

/** Asks whether the message arrived and reads right, and after a no what was wrong. */
async function askForVerdict({ shell, answers, colours }: OperatorSession): Promise<Verdict> {
  const { stop } = shell;
  const question = {
    question: colours.bold('Did it arrive, and does it read right? (y/n)'),
    keys: ['y', 'n'],
    otherKey: colours.odd('Look at the phone, then press y or n.'),
  };
  const key = await answers.next(question, stop);
  if (key === null || stop.aborted) return null;
  if (key === 'y') return { isRight: true, reason: null };
  const reason = await answers.nextLine(colours.bold('What was wrong? '), stop);
  return { isRight: false, reason: reason?.trim() ?? '' };
}

function deliveryText({ state, errorCode, errorText }: Delivery, colours: Colours): string {
  if (!hasFailed(state)) return state;
  if (errorCode === null) return colours.bad(state);
  const { message, fix } = explainFailure(errorCode, errorText ?? '');
  return `${colours.bad(`${state} (${errorCode})`)}\n  ${printable(message)}\n  -> ${printable(fix)}`;
}
