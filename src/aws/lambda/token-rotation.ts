import type { MessageGateway, TemplateSource } from '../../application/ports/gateway.ts';
import { settingProblems, refuse, type Settings } from '../../adapters/settings/settings.ts';
import type { SignatureCheck } from '../../adapters/twilio/signature.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { SettingsSource } from './settings-source.ts';

/** Twilio's code for a login that it does not take: nothing was done. */
const NOT_AUTHENTICATED = 20_003;
const TOKEN = 'TWILIO_AUTH_TOKEN';
/** Forged requests come in floods, and each look at the secret costs something. */
const AT_MOST_EVERY_MS = 60_000;

/** Sends, and once more with the token as it is now where Twilio does not take the one that was kept. */
export function sendWithTokenRotation(
  source: SettingsSource,
  gatewayWith: (settings: Settings) => MessageGateway,
): MessageGateway {
  return {
    send: async (message, attempt) => {
      const settings = await source.settings();
      const outcome = await gatewayWith(settings).send(message, attempt);
      const isLoginRefused = outcome.kind === 'refused' && outcome.twilioCode === NOT_AUTHENTICATED;
      const fresh = isLoginRefused ? await rotated(source, settings) : null;
      return fresh === null ? outcome : await gatewayWith(fresh).send(message, attempt);
    },
  };
}

/** The same for the template. */
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
        const fresh = isLoginRefused(error) ? await rotated(source, settings) : null;
        if (fresh === null) throw error;
        return await templatesWith(fresh).fetch();
      }
    },
  };
}

/** Checks, and once more with the token as it is now: right after a change Twilio signs with the new one. */
export function checkWithTokenRotation(
  source: SettingsSource,
  checkWith: (token: string) => SignatureCheck,
  now: () => number,
): SignatureCheck {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async (...signed) => {
    const settings = await source.settings();
    if (await checkWith(tokenIn(settings))(...signed)) return true;
    if (now() - lookedAt < AT_MOST_EVERY_MS) return false;
    lookedAt = now();
    const fresh = await rotated(source, settings);
    return fresh !== null && (await checkWith(tokenIn(fresh))(...signed));
  };
}

function isLoginRefused(error: unknown): boolean {
  if (!(error instanceof InviteError)) return false;
  const { problem } = error;
  return problem.code === 'twilio_refused' && problem.twilioCode === NOT_AUTHENTICATED;
}

/** The settings as they are now; null where the token is still the same. */
async function rotated(source: SettingsSource, known: Settings): Promise<Settings | null> {
  const fresh = await source.freshSettings();
  return fresh.values[TOKEN] === known.values[TOKEN] ? null : fresh;
}

/**
 * Anybody can sign with an empty token, so there is none in place of one that is missing.
 *
 * @throws InviteError `settings_missing`, `settings_malformed`
 */
function tokenIn(settings: Settings): string {
  return settings.values[TOKEN] ?? refuse(settingProblems(settings, [TOKEN]));
}
