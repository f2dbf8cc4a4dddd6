import BaseTwilio from 'twilio/lib/base/BaseTwilio.js';
import Domain from 'twilio/lib/base/Domain.js';
import RequestClient from 'twilio/lib/base/RequestClient.js';
import Version from 'twilio/lib/base/Version.js';
import { MessageListInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { ContentListInstance } from 'twilio/lib/rest/content/v1/content.js';
import type twilio from 'twilio';

/**
 * The SDK with the two resources that a function on AWS uses. The whole of it has some forty products
 * and takes a function of 256 MB seconds to load; the bundle puts this in its place, so that both speak to
 * Twilio through the same lines of `client.ts`.
 */
function lightTwilio(
  username: string,
  password: string,
  options: { readonly accountSid: string } & object,
) {
  const client = new BaseTwilio.Client(username, password, options);
  const api = new (itself(Version))(
    new (itself(Domain))(client, 'https://api.twilio.com'),
    '2010-04-01',
  );
  const v1 = new (itself(Version))(
    new (itself(Domain))(client, 'https://content.twilio.com'),
    'v1',
  );
  return {
    messages: MessageListInstance(api as never, options.accountSid),
    content: { v1: { contents: ContentListInstance(v1 as never) } },
  };
}

// oxlint-disable-next-line import/no-default-export -- it stands where the SDK has its default
export default Object.assign(lightTwilio, { RequestClient }) as unknown as typeof twilio;

/** What a CommonJS module exports by default: Node hands over the module, a bundler the export itself. */
function itself<T>(module: { readonly default: T } | T): T {
  return typeof module === 'object' && module !== null && 'default' in module
    ? module.default
    : module;
}
