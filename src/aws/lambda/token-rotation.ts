import { settingProblems, refuse, type Settings } from '../../adapters/settings/settings.ts';
import type { SignatureCheck } from '../../adapters/twilio/signature.ts';
import type { MessageGateway, TemplateSource } from '../../application/ports/gateway.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { SettingsSource } from './settings-source.ts';

/** Twilio's code for refused credentials: the request had no effect. */
const NOT_AUTHENTICATED = 20_003;
const TOKEN = 'TWILIO_AUTH_TOKEN';
/** Forged requests arrive in large numbers, and each read of the secret costs money. */
const MIN_INTERVAL_MS = 60_000;

/** Sends a message, and repeats it with the current token where Twilio refuses the cached one. */
export function sendWithTokenRotation(
  source: SettingsSource,
  gatewayWith: (settings: Settings) => MessageGateway,
): MessageGateway {
  return {
    send: async (...sent) => {
      const settings = await source.settings();
      const outcome = await gatewayWith(settings).send(...sent);
      const isLoginRefused = outcome.kind === 'refused' && outcome.twilioCode === NOT_AUTHENTICATED;
      const fresh = isLoginRefused ? await rotatedSettings(source, settings) : null;
      return fresh === null ? outcome : await gatewayWith(fresh).send(...sent);
    },
  };
}

/** Fetches the template, and repeats it with the current token where Twilio refuses the cached one. */
export function fetchWithTokenRotation(
  source: SettingsSource,
  templatesWith: (settings: Settings) => TemplateSource,
): TemplateSource {
  return {
    fetch: async () => {
      const settings = await source.settings();
      try {
        return await templatesWith(settings).fetch();
      } catch (error) {
        const fresh = isLoginRefused(error) ? await rotatedSettings(source, settings) : null;
        if (fresh === null) throw error;
        return await templatesWith(fresh).fetch();
      }
    },
  };
}

/**
 * Checks a signature, and repeats it with the current token where it fails: after a rotation Twilio
 * signs with the new one.
 */
export function checkWithTokenRotation(
  source: SettingsSource,
  checkWith: (token: string) => SignatureCheck,
  now: () => number,
): SignatureCheck {
  let checkedAt = Number.NEGATIVE_INFINITY;
  return async (...signed) => {
    const settings = await source.settings();
    if (await checkWith(tokenIn(settings))(...signed)) return true;
    if (now() - checkedAt < MIN_INTERVAL_MS) return false;
    checkedAt = now();
    const fresh = await rotatedSettings(source, settings);
    return fresh !== null && (await checkWith(tokenIn(fresh))(...signed));
  };
}

function isLoginRefused(error: unknown): boolean {
  if (!(error instanceof InviteError)) return false;
  const { problem } = error;
  return problem.code === 'twilio_refused' && problem.twilioCode === NOT_AUTHENTICATED;
}

/** The current settings; null where the token is the same. */
async function rotatedSettings(source: SettingsSource, known: Settings): Promise<Settings | null> {
  const fresh = await source.freshSettings();
  return fresh.values[TOKEN] === known.values[TOKEN] ? null : fresh;
}

/**
 * The token. A missing one is an error, since anybody can sign with an empty token.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
function tokenIn(settings: Settings): string {
  return settings.values[TOKEN] ?? refuse(settingProblems(settings, [TOKEN]));
}
