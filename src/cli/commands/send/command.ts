import type { Settings } from '../../../adapters/settings/settings.ts';
import { startLoading } from '../../../application/check/load-list.ts';
import { rememberIfSent } from '../../../application/check/compare-with-last.ts';
import { sendChecks, type SendChecks } from '../../../application/send/send-checks.ts';
import {
  settleList,
  type Reload,
  type SettledList,
} from '../../../application/check/settle-list.ts';
import { sendMessages, type SendReport } from '../../../application/send/send-messages.ts';
import { outboxOf } from '../../../application/send/outbox.ts';
import type { WorkedFate } from '../../../application/worker/follow-queued.ts';
import type { InviteQueue } from '../../../application/ports/invite-queue.ts';
import { watchTemplate } from '../../../application/send/template-watch.ts';
import type { SendFate } from '../../../domain/delivery/fate.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Plan } from '../../../domain/message/plan.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import { wrapped } from '../../terminal/wrap-text.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { cliOperator } from '../../operator/cli-operator.ts';
import { type AnswerSource, answersFrom } from '../../operator/answer-source.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { rulesFor, type NamedList } from '../../list/read-list-file.ts';
import { askBefore, hasSomethingToAsk, refuseUnseen } from './ask-before.ts';
import { headerOf, limitFacts } from './view.ts';
import { notesOnRow } from '../../list/render-findings.ts';
import { fateLine } from '../../sending/send-text.ts';
import {
  askTwilio,
  readOnce,
  refuseWithoutAnswers,
  settleColumns,
} from '../../sending/operator-session.ts';
import { progressOf } from '../../sending/progress.ts';
import { quietHours, type QuietHours } from '../../sending/quiet-hours.ts';
import { keepShown, sinceShown, type SinceShown } from '../../list/since-shown.ts';
import { openQueue, watchQueue } from './queue.ts';
import { sendingPorts } from '../../sending/sending-ports.ts';
import { settleOpen } from '../../sending/settle.ts';
import { writeSendSummary } from './send-summary.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Shell } from '../../shell.ts';
import { openWorld, type World } from '../../composition/world.ts';
import type { SendOptions, ViaOptions } from '../../command-line/options.ts';

/** Everything one run of `send` works with. */
type Run = {
  readonly shell: Shell;
  readonly settings: Settings;
  readonly options: SendOptions & ViaOptions;
  readonly named: NamedList;
  readonly world: World;
  /** Where a worker finds what is approved; null where this run sends it. */
  readonly queue: InviteQueue | null;
  readonly answers: AnswerSource;
  /** Colours of the conversation, on standard error. */
  readonly talk: Colours;
  /** Colours of the results, on standard output. */
  readonly result: Colours;
};

/** The main job: checks a list, asks at each message, sends what was approved, reports SIDs. */
export async function send(
  shell: Shell,
  file: string,
  options: SendOptions & ViaOptions,
): Promise<ExitCode> {
  refuseWithoutAnswers(shell, file, options);
  // What is wrong with the file is told first; its rows wait for the template.
  const talk = await coloursFor(shell.stderr, shell, options.color);
  const result = await coloursFor(shell.stdout, shell, options.color);
  const listed = await readOnce(shell, file, options);
  const answers = await answersFrom(shell);
  try {
    const asking = { shell, answers, colours: talk };
    const { named, options: answered } = await settleColumns(listed, asking);
    const settings = settingsOf(shell);
    const queue = await openQueue(settings, options);
    const world = await openWorld(shell, settings, options);
    try {
      await world.ledger.hold(world.operatorName, shell.clock.now());
      const run = {
        shell,
        settings,
        options: answered,
        named,
        world,
        queue,
        answers,
        talk,
        result,
      };
      return await runThrough(run);
    } finally {
      queue?.close();
      await world.close();
    }
  } finally {
    answers.close();
  }
}

async function runThrough(run: Run): Promise<ExitCode> {
  const { shell, options, named, world, talk } = run;
  const { template, known } = await askTwilio(shell, world, options.quiet);
  const { clock } = shell;
  const watch = watchTemplate(template, clock.now(), { templates: world.templates, clock });
  await settleOpen(shell, world, { colours: talk, quiet: options.quiet });
  if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  const rules = rulesFor(shell, run.settings, options, world.mode === 'live');
  const reload: Reload = async (agreed) => {
    const loader = startLoading(template, { ...rules, agreed });
    await named.readAgain(loader.add);
    return loader.finish(named.findings);
  };
  const { ledger, optOuts, operatorName } = world;
  const found = refuseUnseen(await settleList(reload, ledger, optOuts), shell);
  const written = {
    people: await ledger.people(),
    lastWrittenTo: await ledger.lastWrittenTo(numbersIn(found.plan)),
  };
  const limit = limitFacts(found.plan, written, shell.clock.now(), world.dailyLimit);
  const since = sinceShown({ shell, file: named.file }, found, template);
  const facts = { shown: since.facts, limit, isQueued: run.queue !== null };
  const onScreen = { colours: talk, columns: shell.stderr.columns() };
  shell.stderr.write(await headerOf(world, { template, known }, named, found, facts, onScreen));
  const asking = { shell, answers: run.answers, ledger, optOuts, operatorName, colours: talk };
  const quiet = quietHours({
    hours: world.guards.sendHours,
    mode: world.mode,
    shell,
    answers: run.answers,
    colours: talk,
  });
  const mayAsk = !hasSomethingToAsk(found) || (await quiet.mayAskNow());
  const settled = mayAsk ? await askBefore(found, reload, asking) : found;
  // With the answers that were given until now, which the cards show.
  keepShown({ shell, file: named.file }, settled.loaded.messages, template, 'send');
  const look = sendChecks(watch, quiet);
  const sent = await askAndSend(run, settled, { quiet, since, look });
  const report = await watchQueue(sent, settled.loaded.messages, {
    shell,
    world,
    quiet: options.quiet,
    printer: async (event) => await fatePrinter(run, event),
  });
  const seen = { file: named.file, at: clock.now(), operator: operatorName };
  return await writeSendSummary(
    run,
    settled,
    await rememberIfSent(report, settled.loaded, ledger, seen),
  );
}

function numbersIn({ toAsk }: Plan): readonly string[] {
  return [...new Set(toAsk.map(({ message }) => message.to))];
}

/** What is held against each message at the moment of its question and of its leaving. */
type Guards = {
  readonly quiet: QuietHours;
  readonly since: SinceShown;
  readonly look: SendChecks;
};

async function askAndSend(
  run: Run,
  { loaded, plan }: SettledList,
  { quiet, since, look }: Guards,
): Promise<SendReport> {
  const { shell, options, named, world, answers, talk } = run;
  const source = { file: named.file };
  const progress = progressOf({
    shell,
    answers,
    quiet: options.quiet,
    colours: talk,
    fatePrinter: async (event) => await fatePrinter(run, event),
  });
  const notesOn = (row: number): readonly string[] => [
    ...since.notesOn(row),
    ...notesOnRow(loaded, row),
  ];
  const view = { name: world.operatorName, notesOn, mayAskNow: quiet.mayAskNow, colours: talk };
  const operator = cliOperator(shell, answers, view);
  try {
    return await sendMessages(plan, {
      ...sendingPorts(shell, world, operator, progress),
      ...look,
      outbox:
        run.queue === null
          ? null
          : outboxOf(run.queue, { mode: world.mode, source, sendHours: world.guards.sendHours }),
      source,
    });
  } finally {
    progress.stop();
  }
}

/** What prints one message's line among the results. */
async function fatePrinter(
  { shell, options, world, talk, result }: Run,
  { message, fate }: { readonly message: Message; readonly fate: SendFate | WorkedFate },
): Promise<() => void> {
  const output = options.json ? shell.stderr : shell.stdout;
  const line = fateLine(message, fate, world.mode, options.json ? talk : result);
  const told = await wrapped(line, output.columns(), 2);
  return () => output.write(told);
}
