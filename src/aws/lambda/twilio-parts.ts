import { sendSettings } from '../../adapters/settings/send-settings.ts';
import type { Settings } from '../../adapters/settings/settings.ts';
import type { TwilioConnection } from '../../adapters/twilio/client.ts';
import { twilioGateway } from '../../adapters/twilio/gateway.ts';
import { twilioDeliveries, twilioMessageLog } from '../../adapters/twilio/message-log.ts';
import { twilioSentMessages } from '../../adapters/twilio/sent-messages.ts';
import { twilioTemplateSource } from '../../adapters/twilio/template-source.ts';
import type { Deliveries } from '../../application/follow-up/follow-delivery.ts';
import type { LookPorts } from '../../application/follow-up/look-at-latest.ts';
import type {
  MessageGateway,
  TemplateSource,
  SentMessages,
} from '../../application/ports/gateway.ts';
import { callbackUrl } from '../../domain/set-up/callback-url.ts';
import { cachedTemplate } from '../../http/trigger/trigger-ports.ts';
import { clock, TWILIO_WITHIN_MS } from './lambda-context.ts';
import type { SettingsSource } from './settings-source.ts';
import { fetchWithTokenRotation, sendWithTokenRotation } from './token-rotation.ts';

type TwilioParts = {
  readonly gateway: MessageGateway;
  readonly templates: TemplateSource;
  readonly sentMessages: SentMessages;
  readonly deliveries: Deliveries;
  readonly messageLog: LookPorts['log'];
};

/** Many times the messages that are looked at. */
const LOOK_PAGE_SIZE = 100;

/**
 * The Twilio ports of a function. Where Twilio refuses the cached token, they use the current one.
 *
 * @returns a function that makes the ports for one event; its signal ends open requests
 */
export function twilioParts(source: SettingsSource): (until: AbortSignal) => TwilioParts {
  // The template is cached across events; a Lambda process handles one event at a time.
  let closed = new AbortController().signal;
  const uncached = fetchWithTokenRotation(source, (settings) =>
    twilioTemplateSource(connectionOf(settings, closed), sendSettings(settings).templateSid),
  );
  const templates = cachedTemplate(uncached, clock);
  return (until) => {
    closed = until;
    return {
      gateway: sendWithTokenRotation(source, (settings) => gatewayWith(settings, until)),
      templates,
      sentMessages: {
        search: async (attempt) => {
          const settings = await source.settings();
          const { sender } = sendSettings(settings);
          return await twilioSentMessages(connectionOf(settings, until), sender).search(attempt);
        },
      },
      messageLog: {
        sentSince: (since) => async () => {
          const settings = await source.settings();
          const { sender } = sendSettings(settings);
          const connection = connectionOf(settings, until);
          return await twilioMessageLog(connection, sender, LOOK_PAGE_SIZE).sentSince(since)();
        },
      },
      deliveries: {
        of: async (sid) =>
          await twilioDeliveries(connectionOf(await source.settings(), until)).of(sid),
      },
    };
  };
}

function gatewayWith(settings: Settings, until: AbortSignal): MessageGateway {
  const { PUBLIC_URL: publicUrl } = settings.values;
  const callback =
    publicUrl === undefined
      ? null
      : (id: Parameters<typeof callbackUrl>[1]) => callbackUrl(publicUrl, id);
  return twilioGateway(connectionOf(settings, until), sendSettings(settings).sender, callback);
}

function connectionOf(settings: Settings, closed: AbortSignal): TwilioConnection {
  const { credentials, standIn } = sendSettings(settings);
  return { credentials, standIn, timeoutMs: TWILIO_WITHIN_MS, closed };
}
