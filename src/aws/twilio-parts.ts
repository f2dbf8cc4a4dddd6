import type { SettingValues } from '../adapters/find-settings.ts';
import { publicUrlIn } from '../adapters/service-settings.ts';
import { sendSettings } from '../adapters/settings.ts';
import type { TwilioConnection } from '../adapters/twilio/client.ts';
import { twilioGateway } from '../adapters/twilio/gateway.ts';
import { twilioSentMessages } from '../adapters/twilio/sent-messages.ts';
import { twilioTemplateSource } from '../adapters/twilio/template-source.ts';
import type { MessageGateway, SentMessages, TemplateSource } from '../application/ports.ts';
import { callbackUrl } from '../domain/callback-url.ts';
import { keptTemplate } from '../http/kept-template.ts';
import { fetchesWithFreshLogin, sendsWithFreshLogin } from './fresh-login.ts';
import type { SettingsSource } from './settings-source.ts';
import { clock } from './surroundings.ts';

/**
 * Twilio may itself need some 26 s to give up; a function cannot wait for that. An outcome that is not
 * known by then is settled by the callback, or by asking Twilio.
 */
const TWILIO_WITHIN_MS = 12_000;
/** What the client gives a whole answer that trickles in. */
export const LONGEST_SEND_MS = 15_000;

const NEVER = new AbortController().signal;

/** What a function needs of Twilio, with the token as it is now, should the one that was kept be refused. */
export function twilioParts(source: SettingsSource): {
  readonly gateway: MessageGateway;
  readonly templates: TemplateSource;
  readonly sentMessages: SentMessages;
} {
  const fetched = fetchesWithFreshLogin(source, (values) =>
    twilioTemplateSource(connectionOf(values), sendSettings(values).templateSid),
  );
  return {
    gateway: sendsWithFreshLogin(source, gatewayWith),
    templates: keptTemplate(fetched, clock),
    sentMessages: {
      seek: async (attempt) => {
        const values = await source.settings();
        const { sender } = sendSettings(values);
        return await twilioSentMessages(connectionOf(values), sender).seek(attempt);
      },
    },
  };
}

function gatewayWith(values: SettingValues): MessageGateway {
  const publicUrl = publicUrlIn(values);
  const callback =
    publicUrl === null
      ? null
      : (id: Parameters<typeof callbackUrl>[1]) => callbackUrl(publicUrl, id);
  return twilioGateway(connectionOf(values), sendSettings(values).sender, callback);
}

function connectionOf(values: SettingValues): TwilioConnection {
  const { credentials, standIn } = sendSettings(values);
  return { credentials, standIn, timeoutMs: TWILIO_WITHIN_MS, closed: NEVER };
}
