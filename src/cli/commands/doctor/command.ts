import { probeService } from '../../../adapters/probes/service-probe.ts';
import { apiKeySettings } from '../../../adapters/settings/service-settings.ts';
import { faultsIn, type Settings } from '../../../adapters/settings/settings.ts';
import { aborted } from '../../../application/ports/clock.ts';
import { examineSetUp, type Examined } from '../../../application/set-up/examine-set-up.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { isReady, type SetUpFinding, type State } from '../../../domain/set-up/set-up.ts';
import type { SetUpAdvice } from '../../../text/advice.ts';
import { count, printable } from '../../../text/format.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import { CHECK_NAMES, explainSetUp } from '../../../text/set-up/set-up.ts';
import { explainServiceCheck, SERVICE_CHECK_NAMES } from '../../../text/set-up/set-up.ts';
import type { SendOptions } from '../../command-line/options.ts';
import { openRealSetUp, openRehearsalSetUp } from '../../composition/open-set-up.ts';
import { malformedSettings } from '../../composition/settings-of.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { startSpinner } from '../../terminal/spinner.ts';
import { indented, hanging } from '../../terminal/wrap-text.ts';
import { writeDocument } from '../../terminal/write-document.ts';

type DoctorOptions = Pick<SendOptions, 'json' | 'quiet' | 'color' | 'rehearse'>;

/** Checks everything a send needs, and shows every fault with its fix. Sends nothing. */
export async function doctor(shell: Shell, options: DoctorOptions): Promise<ExitCode> {
  const { mode, setUp, close } = await (options.rehearse
    ? openRehearsalSetUp(shell)
    : openRealSetUp(shell));
  const spinner = await startSpinner(shell, 'Asking Twilio', options.quiet);
  let examined: Examined | null;
  try {
    examined = await Promise.race([examineSetUp(setUp), aborted(shell.stop)]);
  } finally {
    spinner.stop();
    await close();
  }
  if (examined === null) throw new InviteError({ code: 'stopped_by_hand' });
  const ready = isReady(examined.findings);
  if (options.json) {
    writeDocument(shell.stdout, doctorDocument(mode, ready, examined));
  } else {
    const colours = await coloursFor(shell.stdout, shell, options.color);
    shell.stdout.write(await doctorPage(mode, ready, examined, colours, shell.stdout.columns()));
  }
  if (!options.quiet && !options.json) shell.stderr.write(nextStep(ready, options));
  return ready ? 0 : 4;
}

type ServiceOptions = Pick<SendOptions, 'json' | 'color'>;

/**
 * Checks a running service with the requests of the test plan in docs/deployment.md. No message is sent.
 * Malformed settings on this computer are faults as well, since a service here would not start with them.
 */
export async function doctorService(
  shell: Shell,
  service: URL,
  options: ServiceOptions,
): Promise<ExitCode> {
  const values = settingsOf(shell);
  const settings = await malformedAdvice(values);
  const checks = await probeService(service, firstKey(values), shell.stop);
  if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  const ready = settings.length === 0 && checks.every(({ isRight }) => isRight);
  if (options.json) {
    writeDocument(shell.stdout, {
      command: 'doctor',
      service: service.href,
      ready,
      checks: [
        ...settings.map((advice) => ({
          check: 'settings',
          state: 'fault',
          http_status: null,
          milliseconds: 0,
          ...advice,
        })),
        ...checks.map((check) => ({
          check: check.check,
          state: check.isRight ? 'ok' : 'fault',
          http_status: check.httpStatus,
          milliseconds: check.milliseconds,
          ...explainServiceCheck(check),
        })),
      ],
    });
    return ready ? 0 : 4;
  }
  const colours = await coloursFor(shell.stdout, shell, options.color);
  const line = (isRight: boolean, name: string, advice: SetUpAdvice): string =>
    `${isRight ? colours.good('ok   ') : colours.bad('fault')}  ${name.padEnd(SERVICE_CHECK_WIDTH)}  ${adviceText(advice)}`;
  const faults = settings.length + checks.filter(({ isRight }) => !isRight).length;
  const verdict = ready ? 'Ready' : `Not ready: ${count(faults, 'fault')}`;
  const page = [
    colours.bold(printable(service.href)),
    ...settings.map((advice) => line(false, CHECK_NAMES.settings, advice)),
    ...checks.map((check) =>
      line(check.isRight, SERVICE_CHECK_NAMES[check.check], explainServiceCheck(check)),
    ),
    '',
    colours.bold(`${verdict}. Nothing was sent.`),
    '',
  ];
  shell.stdout.write(page.join('\n'));
  return ready ? 0 : 4;
}

async function malformedAdvice(settings: Settings): Promise<readonly SetUpAdvice[]> {
  return (await malformedSettings(settings)).map((fault) =>
    explainSetUp({ code: 'setting_malformed', fault }),
  );
}

/**
 * The first API key of the service; null where the setting is malformed.
 *
 * @throws InviteError `settings_missing`
 */
function firstKey(settings: Settings): string | null {
  if (faultsIn(settings, ['API_KEY']).length > 0) return null;
  return apiKeySettings(settings)[0]?.key ?? null;
}

function doctorDocument(mode: Mode, ready: boolean, { findings, sample }: Examined): object {
  return {
    command: 'doctor',
    ready,
    mode,
    findings: findings.map(({ check, state, detail }) => {
      const { message, fix } = explainSetUp(detail);
      const lines = detail.code === 'text_differs' ? detail.lines : [];
      return { check, state, code: detail.code, message, fix, lines };
    }),
    sample,
  };
}

async function doctorPage(
  mode: Mode,
  ready: boolean,
  { findings, sample }: Examined,
  colours: Colours,
  columns: number | null,
): Promise<string> {
  const sampleLines =
    sample === null
      ? []
      : [
          '',
          colours.bold(`Read it aloud once, as a parent will: ${printable(sample.name)}`),
          '',
          await indented(sample.body, columns, colours),
        ];
  const findingLines = await Promise.all(
    findings.map((finding) => linesOf(finding, colours, columns)),
  );
  return [
    colours.bold(MODE_NAMES[mode]),
    ...findingLines.flat(),
    ...sampleLines,
    '',
    colours.bold(summaryOf(findings, ready)),
    '',
  ].join('\n');
}

async function linesOf(
  { check, state, detail }: SetUpFinding,
  colours: Colours,
  columns: number | null,
): Promise<readonly string[]> {
  const { message, fix } = explainSetUp(detail);
  const mark = BRUSHES[state](colours)(state.padEnd(STATE_WIDTH));
  const advice = fix === null ? '' : ` ${fix}`;
  const differences = detail.code === 'text_differs' ? detail.lines : [];
  return [
    `${mark}  ${CHECK_NAMES[check].padEnd(CHECK_WIDTH)}  ${await hanging(`${message}${advice}`, columns, SENTENCE_INDENT)}`,
    ...differences.map((line) => `${' '.repeat(STATE_WIDTH + 2)}${printable(line)}`),
  ];
}

const BRUSHES: { readonly [state in State]: (colours: Colours) => (text: string) => string } = {
  ok: ({ good }) => good,
  warning: ({ odd }) => odd,
  fault: ({ bad }) => bad,
};
const STATE_WIDTH = 'warning'.length;
const CHECK_WIDTH = Math.max(...Object.values(CHECK_NAMES).map((name) => name.length));
const SENTENCE_INDENT = STATE_WIDTH + 2 + CHECK_WIDTH + 2;

function summaryOf(findings: readonly SetUpFinding[], ready: boolean): string {
  const of = (wanted: State): number => findings.filter(({ state }) => state === wanted).length;
  const [faults, warnings] = [of('fault'), of('warning')];
  const found = [
    ...(faults > 0 ? [count(faults, 'fault')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ].join(' and ');
  const verdict = ready ? 'Ready' : 'Not ready';
  return `${verdict}${found === '' ? '' : `: ${found}`}. Nothing was sent.`;
}

function nextStep(ready: boolean, { rehearse }: DoctorOptions): string {
  if (!ready) return '\nNext: put right what is marked as a fault, and run the same line again.\n';
  return rehearse
    ? '\nNext: urmston-invite send samples/players.csv --rehearse\n'
    : '\nNext: urmston-invite check FILE, with the list of players.\n';
}

const SERVICE_CHECK_WIDTH = Math.max(
  ...Object.values(SERVICE_CHECK_NAMES).map((name) => name.length),
);

function adviceText({ message, fix }: SetUpAdvice): string {
  return fix === null ? message : `${message} ${fix}`;
}
