import { apiKeySettings } from '../../../adapters/settings/service-settings.ts';
import { probeService } from '../../../adapters/probes/service-probe.ts';
import { faultsIn, type Settings } from '../../../adapters/settings/settings.ts';
import { InviteError } from '../../../domain/problem/problem.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import {
  explainServiceCheck,
  SERVICE_CHECK_NAMES,
  CHECK_NAMES,
  explainSetUp,
  type SetUpAdvice,
} from '../../../text/set-up/set-up.ts';
import { coloursFor } from '../../terminal/colours.ts';
import { malformedSettings, settingsOf } from '../../composition/settings-of.ts';
import { count, printable } from '../../../text/format.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { SendOptions } from '../../command-line/options.ts';

type Options = Pick<SendOptions, 'json' | 'color'>;

/**
 * Checks a running service with the requests of the test plan in docs/deployment.md. No message is sent.
 * Malformed settings on this computer are faults as well, since a service here would not start with them.
 */
export async function doctorService(
  shell: Shell,
  service: URL,
  options: Options,
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
    `${isRight ? colours.good('ok   ') : colours.bad('fault')}  ${name.padEnd(NAME_WIDTH)}  ${adviceText(advice)}`;
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

const NAME_WIDTH = Math.max(...Object.values(SERVICE_CHECK_NAMES).map((name) => name.length));

function adviceText({ message, fix }: SetUpAdvice): string {
  return fix === null ? message : `${message} ${fix}`;
}
