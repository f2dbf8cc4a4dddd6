import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach } from '@jest/globals';
import {
  GOOD_PROFILE,
  type Account,
  type AccountProfile,
} from '../../../src/adapters/simulator/account.ts';
import { readRequest, writeResponse } from '../../../src/adapters/simulator/api/http.ts';
import { respondTo } from '../../../src/adapters/simulator/api/routes.ts';
import {
  memoryStore,
  type MessageStore,
} from '../../../src/adapters/simulator/messages/message-store.ts';
import type { SimulatedTemplate } from '../../../src/adapters/simulator/simulated-template.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { TEMPLATE_VARIABLES } from '../../../src/domain/message/template.ts';
import { listenOnLoopback } from '../network/loopback-server.ts';
import type { Env } from '../terminal/built-cli.ts';
import { UNREACHABLE_URL } from './simulated-twilio.ts';

export const ACCOUNT_SID = `AC${'5e'.repeat(16)}`;
export const AUTH_TOKEN = 's3cr3t-token-of-nobody';
export const SENDER = 'whatsapp:+447700900999';
export const TEMPLATE_SID = `HX${'7a'.repeat(16)}`;

/** The profile of an account whose key may not read the senders. */
export const SENDERS_REFUSED = {
  refusal: { code: 70_051, httpStatus: 403, of: ['senders'] },
} as const satisfies Partial<AccountProfile>;

/** The fields of one POST to Messages. */
type Post = { readonly [field: string]: string };

export type StandIn = {
  /** The settings with which the tool uses this stand-in. */
  readonly settings: Env;
  /** Every POST to Messages so far, whatever the response. */
  readonly posts: readonly Post[];
  /** Every request so far, as `GET /v1/…`. */
  readonly requests: readonly string[];
  /** Resolves when this many POSTs to Messages have arrived in all. */
  readonly posted: (count: number) => Promise<void>;
  /** Sets the approval state of the template. */
  readonly setTemplateState: (state: string) => void;
  /** Holds back the responses to POSTs from now on. */
  readonly holdAnswers: () => void;
  /** Sends the responses that are held back, and holds back no more. */
  readonly release: () => void;
  /** What Twilio has. */
  readonly store: MessageStore;
  /** Loses the connection of every deletion after so many; null for none. */
  readonly loseDeletionsAfter: (count: number | null) => void;
};

type StandInOptions = {
  readonly templateState?: string;
  readonly template?: Partial<SimulatedTemplate>;
  readonly profile?: Partial<AccountProfile>;
  /** Holds back the response about the template until `release`. */
  readonly holdsTemplate?: boolean;
  /** The messages that Twilio has, which a test may add to. */
  readonly store?: MessageStore;
  /** The clock from which the age of the messages follows. Default: the computer's. */
  readonly now?: () => Date;
};

const opened = new Set<() => Promise<void>>();
afterEach(async () => {
  await Promise.all([...opened].map(async (close) => await close()));
  opened.clear();
});

/**
 * Starts a stand-in for Twilio on loopback, for TWILIO_BASE_URL, which records its requests. The numbers that
 * fail are in the simulator's failures.ts. It is closed after the test.
 */
export async function openStandIn({
  templateState = 'approved',
  template = {},
  profile = {},
  holdsTemplate = false,
  store = memoryStore(),
  now = () => new Date(),
}: StandInOptions = {}): Promise<StandIn> {
  const aTemplate = (state: string): SimulatedTemplate => ({
    sid: TEMPLATE_SID,
    friendlyName: 'registration_invite',
    body: builtInTemplate().body,
    variables: TEMPLATE_VARIABLES,
    approval: { status: state, category: 'UTILITY' },
    ...template,
  });
  let account: Account = {
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    profile: { ...GOOD_PROFILE, friendlyName: 'Urmston Town Juniors', ...profile },
    senders: [SENDER],
    templates: [aTemplate(templateState)],
    now,
    store,
    openedAt: now(),
    refusedOnce: new Set(),
    nextFault: () => null,
    listLagMs: 0,
    closed: new AbortController().signal,
  };
  let deletionsUntilLost: number | null = null;
  const isLost = (): boolean => {
    if (deletionsUntilLost === null) return false;
    deletionsUntilLost -= 1;
    return deletionsUntilLost < 0;
  };
  const posts: Post[] = [];
  const requests: string[] = [];
  const onPost = new Set<() => void>();
  let gate = Promise.withResolvers<void>();
  if (!holdsTemplate) gate.resolve();

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    requests.push(`${request.method} ${request.path}`);
    if (request.method === 'DELETE' && isLost()) {
      response.destroy();
      return;
    }
    const answer = respondTo(request, account);
    if (request.method === 'POST') {
      posts.push(Object.fromEntries(request.form));
      for (const look of onPost) look();
    }
    if (request.method === 'POST' || holdsTemplate) await gate.promise;
    writeResponse(response, answer, 0);
  };
  const server = createServer((incoming, response) => void serve(incoming, response));
  const { url, close } = await listenOnLoopback(server);
  opened.add(close);
  return {
    settings: standInSettings(url),
    posts,
    requests,
    posted: async (count) =>
      await new Promise((resolve) => {
        const look = (): void => {
          if (posts.length >= count) resolve();
        };
        onPost.add(look);
        look();
      }),
    setTemplateState: (state) => {
      account = { ...account, templates: [aTemplate(state)] };
    },
    holdAnswers: () => {
      gate = Promise.withResolvers();
    },
    release: () => gate.resolve(),
    store,
    loseDeletionsAfter: (count) => {
      deletionsUntilLost = count;
    },
  };
}

/** The settings for a stand-in that cannot be reached. */
export function unreachableSettings(): Env {
  return standInSettings(UNREACHABLE_URL);
}

function standInSettings(baseUrl: string): Env {
  return {
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_PHONE_NUMBER: SENDER,
    TWILIO_TEMPLATE_SID: TEMPLATE_SID,
    TWILIO_BASE_URL: baseUrl,
    OPERATOR: 'Robin Green',
    // The built tool uses the real clock, and tests also run at night.
    SEND_HOURS: '00:00-24:00',
  };
}
