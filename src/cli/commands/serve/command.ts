import { basename } from 'node:path';
import { openTeamsSheet } from '../../../adapters/list-file/read-teams-sheet.ts';
import { teamsFileIn } from '../../../adapters/settings/run-settings.ts';
import {
  apiKeySettings,
  serviceSettings,
  triggerSettings,
  type ServiceSettings,
} from '../../../adapters/settings/service-settings.ts';
import { isSet, refuseMalformed, type Settings } from '../../../adapters/settings/settings.ts';
import { signatureCheck } from '../../../adapters/twilio/signature.ts';
import { followLatest, type LatestFollower } from '../../../application/follow-up/follow-latest.ts';
import { aborted } from '../../../application/ports/clock.ts';
import type { ServicePorts } from '../../../http/app.ts';
import type { Log } from '../../../http/log.ts';
import {
  cachedTemplate,
  marketingWarning,
  triggerPorts,
} from '../../../http/trigger/trigger-ports.ts';
import type { WithDeadline } from '../../../http/webhook/twilio-webhook.ts';
import { explainHalt } from '../../../text/delivery/halt.ts';
import { explainRefusal } from '../../../text/delivery/refusal.ts';
import { explainFinding } from '../../../text/list/finding.ts';
import { wordFor } from '../../../text/mode-names.ts';
import { explainStop } from '../../../text/stop.ts';
import { VERSION } from '../../../text/version.ts';
import type { ServeOptions } from '../../command-line/options.ts';
import { REHEARSAL_TOKEN } from '../../composition/rehearsal-twilio.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import { openWorld, type World } from '../../composition/world.ts';
import type { ExitCode } from '../../exit-code.ts';
import { writeFaultLog } from '../../report-failure.ts';
import type { Shell } from '../../shell.ts';
import { waitBy } from '../../terminal/wait.ts';

type ServeRun = {
  readonly shell: Shell;
  readonly world: World;
  readonly given: Settings;
  readonly settings: ServiceSettings;
};

/** Runs the service on this computer until it is stopped. Requests that have begun are finished first. */
export async function serve(shell: Shell, options: ServeOptions): Promise<ExitCode> {
  const found = settingsOf(shell);
  const given = options.rehearse ? withRehearsalKey(found) : found;
  const settings = options.rehearse ? rehearsedService(given) : serviceSettings(given);
  // SQLite blocks the whole process while it waits for a lock, so a busy call is repeated instead.
  const waiting = { busyMs: 0, wait: pauseBy(shell) };
  const world = await openWorld(shell, given, options, waiting);
  try {
    // A sheet that cannot be read is reported at the start, and not by the first request.
    const teamsFile = teamsFileIn(given);
    if (teamsFile !== null) await openTeamsSheet(teamsFile);
    return await listenUntilStopped({ shell, world, given, settings }, options);
  } finally {
    await world.close();
  }
}

async function listenUntilStopped(run: ServeRun, options: ServeOptions): Promise<ExitCode> {
  const { shell, world } = run;
  const [{ serviceApp }, { listen }] = await Promise.all([
    import('../../../http/app.ts'),
    import('../../../http/node-server.ts'),
  ]);
  const log = logTo(shell);
  const background = backgroundWork(shell, log);
  const { ledger, optOuts, messageLog } = world;
  const latest = followLatest({
    log: messageLog,
    ledger,
    optOuts,
    clock: shell.clock,
    wait: waitBy(shell),
    onFault: (error) => void writeFaultLog(error, shell),
  });
  const addressAt = (port: number): string => `http://${options.host}:${port}`;
  const { host, port } = options;
  const server = await listen({
    host,
    port,
    log,
    handlerFor: (at) =>
      serviceApp(servicePorts(run, addressAt(at), { log, background, latest })).fetch,
  });
  const stopped = aborted(shell.stop);
  void aborted(shell.stopNow).then(server.cutOff);
  log({ level: 'info', event: 'listening' });
  const advice = options.quiet ? '' : adviceFor(options, run.settings);
  shell.stderr.write(
    `${wordFor(world.mode)}Listening on ${addressAt(server.port)}. Ctrl-C stops it.\n${advice}`,
  );
  // Those of an earlier process, too.
  latest.begin();
  await stopped;
  await server.close();
  await latest.close();
  await background.ended();
  log({ level: 'info', event: 'stopped' });
  return 0;
}

function servicePorts(
  run: ServeRun,
  address: string,
  {
    log,
    background,
    latest,
  }: {
    readonly log: Log;
    readonly background: Background;
    readonly latest: LatestFollower;
  },
): ServicePorts {
  const { shell, world, settings } = run;
  const { mode } = world;
  const { clock } = shell;
  const wait = waitBy(shell);
  const pause = pauseBy(shell);
  const { ledger, optOuts, replies, tagOf } = world;
  const teamsFile = teamsFileIn(run.given);
  const trigger = triggerPorts({
    mode,
    settings: triggerSettings(run.given, mode),
    stores: { ledger, optOuts, tagOf },
    twilio: {
      gateway: world.gateway,
      templates: marketingWarning(log)(cachedTemplate(world.templates, clock)),
      sentMessages: world.sentMessages,
      deliveries: world.deliveries,
      lookFirst: null,
    },
    readTeams: async () => (teamsFile === null ? null : await openTeamsSheet(teamsFile, basename)),
    clock,
    wait,
    times: {
      showsUpWithinMs: world.showsUpWithinMs,
      settleWithin: () => AbortSignal.timeout(SETTLE_WITHIN_MS),
      tooLate: shell.stopNow,
      stopNow: shell.stopNow,
    },
    explain: {
      finding: explainFinding,
      stop: explainStop,
      refusal: explainRefusal,
      halt: explainHalt,
    },
  });
  return {
    trigger: {
      ...trigger,
      send: async (...request) => {
        const fate = await trigger.send(...request);
        if (fate.kind === 'sent') latest.begin();
        return fate;
      },
    },
    webhook: {
      ledger,
      replies,
      optOuts,
      isSigned: signatureCheck(settings.authToken),
      publicUrl: settings.publicUrl === '' ? address : settings.publicUrl,
      clock,
      tagOf,
      withDeadline: {
        due: async () => await pause(ANSWER_WITHIN_MS),
        continueInBackground: background.add,
      },
    },
    health: { ledger, version: VERSION, clock },
    clock,
    log,
    onFault: (error) => void writeFaultLog(error, shell),
  };
}

/** The webhook has to respond to Twilio within 2 s. */
const ANSWER_WITHIN_MS = 1500;

/** Work that continues after its response was sent. */
type Background = {
  readonly add: NonNullable<WithDeadline['continueInBackground']>;
  /** Resolves when all of it has ended. */
  readonly ended: () => Promise<void>;
};

function backgroundWork(shell: Shell, log: Log): Background {
  const underWay = new Set<Promise<unknown>>();
  return {
    add: (work, facts) => {
      const ended = work
        .then(({ level, ...done }) => {
          if (level !== undefined) log({ level, event: 'webhook', ...done });
          return null;
        })
        .catch((error: unknown) => {
          log({ level: 'error', event: 'webhook', ...facts, outcome: 'not_kept' });
          writeFaultLog(error, shell);
        })
        .finally(() => underWay.delete(ended));
      underWay.add(ended);
    },
    ended: async () => void (await Promise.all(underWay)),
  };
}

/** How long a request asks Twilio about an unknown outcome. Its client waits for about 30 s in all. */
const SETTLE_WITHIN_MS = 8000;

/** The API key of a rehearsal without `API_KEY`. Only a rehearsal accepts it. */
const REHEARSAL_KEY = 'rehearsal-key-of-nobody';

function withRehearsalKey(settings: Settings): Settings {
  if (isSet(settings, 'API_KEY')) return settings;
  const API_KEY = [{ name: 'rehearsal', key: REHEARSAL_KEY, fillsFromTeams: true }];
  return { ...settings, values: { ...settings.values, API_KEY } };
}

/**
 * The settings of a rehearsal: none are needed, and signatures are checked with the simulator's token.
 *
 * @throws InviteError `settings_malformed`
 */
function rehearsedService(settings: Settings): ServiceSettings {
  refuseMalformed(settings, ['API_KEY', 'PUBLIC_URL']);
  return {
    apiKeys: apiKeySettings(settings),
    publicUrl: settings.values.PUBLIC_URL ?? '',
    authToken: REHEARSAL_TOKEN,
  };
}

function adviceFor({ rehearse }: ServeOptions, { apiKeys }: ServiceSettings): string {
  const isRehearsalKey = rehearse && apiKeys.some(({ key }) => key === REHEARSAL_KEY);
  return isRehearsalKey ? `No API_KEY is set, so it takes the key ${REHEARSAL_KEY}.\n` : '';
}

/** Writes one JSON document on each line. */
function logTo({ stdout, clock }: Shell): Log {
  return (entry) =>
    stdout.write(`${JSON.stringify({ time: clock.now().toISOString(), ...entry })}\n`);
}

function pauseBy(shell: Shell): (milliseconds: number) => Promise<void> {
  const wait = waitBy(shell);
  return async (milliseconds) => await wait(milliseconds, shell.stopNow);
}
