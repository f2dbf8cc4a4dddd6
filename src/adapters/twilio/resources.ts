import domain from 'twilio/lib/base/Domain.js';
import version from 'twilio/lib/base/Version.js';
import { BalanceListInstance } from 'twilio/lib/rest/api/v2010/account/balance.js';
import { MessageListInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { ContentListInstance } from 'twilio/lib/rest/content/v1/content.js';
import { ChannelsSenderListInstance } from 'twilio/lib/rest/messaging/v2/channelsSender.js';

const { default: Domain } = domain;
const { default: Version } = version;

/** A request of one of the SDK's resources. */
export type ResourceRequest = {
  readonly method: string;
  readonly uri: string;
  readonly headers?: { readonly [name: string]: string };
  readonly params?: object;
  readonly data?: object;
};

type Ask = (asked: ResourceRequest) => Promise<{ readonly statusCode: number }>;

/**
 * The SDK's resources that this project uses, each from its own module: importing `twilio` would load
 * about forty other products.
 *
 * @param request sends a request of a resource
 */
export function twilioResources(accountSid: string, request: Ask) {
  // A resource only calls `request` of its client.
  const client = { request } as never;
  const at = (product: string, name: string) =>
    new Version(new Domain(client, `https://${product}.twilio.com`), name);
  const api = at('api', '2010-04-01');
  return {
    // Without AccountListInstance, whose module loads all resources of an account.
    account: async (): Promise<unknown> =>
      await api.fetch({ method: 'get', uri: `/Accounts/${accountSid}.json` }),
    balance: BalanceListInstance(api as never, accountSid),
    messages: MessageListInstance(api as never, accountSid),
    contents: ContentListInstance(at('content', 'v1') as never),
    channelsSenders: ChannelsSenderListInstance(at('messaging', 'v2') as never),
  };
}

export type TwilioResources = ReturnType<typeof twilioResources>;
