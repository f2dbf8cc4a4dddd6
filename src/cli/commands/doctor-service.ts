import { homeFolder } from '../../adapters/home-folder.ts';
import { apiKeySettings } from '../../adapters/service-settings.ts';
import { probeService, type ServiceCheck } from '../../adapters/service-probe.ts';
import { readSettings } from '../../adapters/find-settings.ts';
import { InviteError } from '../../domain/problem.ts';
import type { ExitCode } from '../exit-code.ts';
import { explainServiceCheck, SERVICE_CHECK_NAMES } from '../explain/service-check.ts';
import { paintFor } from '../paint.ts';
import { count, printable } from '../render.ts';
import type { Shell } from '../shell.ts';
import { writeDocument } from '../write-document.ts';
import type { SendOptions } from './options.ts';

type Options = Pick<SendOptions, 'json' | 'color'>;

/** Tries a running service as its deployment's test plan has it. Nothing is sent to anybody. */
export async function doctorService(
  shell: Shell,
  service: URL,
  options: Options,
): Promise<ExitCode> {
  const values = readSettings(shell.env, shell.workingFolder, homeFolder(shell));
  const [apiKey] = apiKeySettings(values);
  const checks = await probeService(service, apiKey?.key ?? '', shell.stop);
  if (shell.stop.aborted) throw new InviteError({ code: 'stopped_by_hand' });
  const ready = checks.every(({ isRight }) => isRight);
  if (options.json) {
    writeDocument(shell.stdout, {
      command: 'doctor',
      service: service.href,
      ready,
      checks: checks.map((check) => ({
        check: check.check,
        state: check.isRight ? 'ok' : 'fault',
        http_status: check.httpStatus,
        milliseconds: check.milliseconds,
        ...explainServiceCheck(check),
      })),
    });
    return ready ? 0 : 4;
  }
  const paint = await paintFor(shell.stdout, shell, options.color);
  const lines = checks.map((check) => {
    const mark = check.isRight ? paint.good('ok   ') : paint.bad('fault');
    return `${mark}  ${SERVICE_CHECK_NAMES[check.check].padEnd(NAME_WIDTH)}  ${inWords(check)}`;
  });
  const faults = checks.filter(({ isRight }) => !isRight).length;
  const verdict = faults === 0 ? 'Ready' : `Not ready: ${count(faults, 'fault')}`;
  const page = [
    paint.bold(printable(service.href)),
    ...lines,
    '',
    paint.bold(`${verdict}. Nothing was sent.`),
    '',
  ];
  shell.stdout.write(page.join('\n'));
  return ready ? 0 : 4;
}

const NAME_WIDTH = Math.max(...Object.values(SERVICE_CHECK_NAMES).map((name) => name.length));

function inWords(check: ServiceCheck): string {
  const { message, fix } = explainServiceCheck(check);
  return fix === null ? message : `${message} ${fix}`;
}
