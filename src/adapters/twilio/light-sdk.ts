import Domain from 'twilio/lib/base/Domain.js';
import Version from 'twilio/lib/base/Version.js';
import { MessageListInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { ContentListInstance } from 'twilio/lib/rest/content/v1/content.js';
import type twilio from 'twilio';
import { lightRequest, type LightAnswer, type LightRequest } from './light-request.ts';

type HttpClient = { readonly request: (request: LightRequest) => Promise<LightAnswer> };

/**
 * The SDK with the two resources that a function on AWS uses, and what it says over HTTP. The whole of it
 * has some forty products and takes a function of 256 MB seconds to load; the bundle puts this in its
 * place, so that both speak to Twilio through the same lines of `client.ts`.
 */
function lightTwilio(
  username: string,
  password: string,
  { accountSid, httpClient }: { readonly accountSid: string; readonly httpClient: HttpClient },
) {
  const login = Buffer.from(`${username}:${password}`).toString('base64');
  const client = {
    request: async (asked: LightRequest) => {
      const headers = {
        Authorization: `Basic ${login}`,
        'User-Agent': 'urmston-invite',
        'Accept-Charset': 'utf-8',
        Accept: 'application/json',
        ...(asked.data === undefined ? {} : { 'Content-Type': FORM }),
        ...asked.headers,
      };
      return await httpClient.request({ ...asked, headers });
    },
  } as never;
  const api = new (itself(Version))(
    new (itself(Domain))(client, 'https://api.twilio.com'),
    '2010-04-01',
  );
  const v1 = new (itself(Version))(
    new (itself(Domain))(client, 'https://content.twilio.com'),
    'v1',
  );
  return {
    messages: MessageListInstance(api as never, accountSid),
    content: { v1: { contents: ContentListInstance(v1 as never) } },
  };
}

const FORM = 'application/x-www-form-urlencoded';

/** As much of the SDK's own as `client.ts` sets and calls; a function has no proxy and no bundle of its own. */
function RequestClient({ timeout }: { readonly timeout: number }) {
  const defaults: { signal?: AbortSignal } = {};
  return {
    axios: { defaults },
    request: async (asked: LightRequest): Promise<LightAnswer> => {
      const inTime = AbortSignal.timeout(timeout);
      const signals = defaults.signal === undefined ? [inTime] : [inTime, defaults.signal];
      return await lightRequest(asked, AbortSignal.any(signals));
    },
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
