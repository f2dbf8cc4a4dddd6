import { basename } from 'node:path';
import { afterEach } from '@jest/globals';
import webhooks from 'twilio/lib/webhooks/webhooks.js';
import { openTeamsSheet } from '../../../src/adapters/list-file/read-teams-sheet.ts';
import type { SimulatorOptions } from '../../../src/adapters/simulator/simulator.ts';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { twilioDeliveries } from '../../../src/adapters/twilio/message-log.ts';
import { twilioSentMessages } from '../../../src/adapters/twilio/sent-messages.ts';
import { signatureCheck } from '../../../src/adapters/twilio/signature.ts';
import { twilioTemplateSource } from '../../../src/adapters/twilio/template-source.ts';
import type { OptOuts, Replies } from '../../../src/application/ports/contact.ts';
import type { Ledger } from '../../../src/application/ports/ledger.ts';
import type { RequestPorts } from '../../../src/application/trigger/send-on-request.ts';
import { builtInTemplate } from '../../../src/domain/message/built-in-template.ts';
import { parseSendHours } from '../../../src/domain/policy/send-hours.ts';
import type { ClubTeam } from '../../../src/domain/record/values/club-teams.ts';
import { callbackUrl } from '../../../src/domain/set-up/callback-url.ts';
import { serviceApp } from '../../../src/http/app.ts';
import type { LogEntry } from '../../../src/http/log.ts';
import { listen, type Limits } from '../../../src/http/node-server.ts';
import { cachedTemplate, triggerPorts } from '../../../src/http/trigger/trigger-ports.ts';
import type { WithDeadline } from '../../../src/http/webhook/twilio-webhook.ts';
import { explainHalt } from '../../../src/text/delivery/halt.ts';
import { explainRefusal } from '../../../src/text/delivery/refusal.ts';
import { explainFinding } from '../../../src/text/list/finding.ts';
import { explainStop } from '../../../src/text/stop.ts';
import { aRawRecord } from '../builders.ts';
import { watchForLeaks } from '../leak-watch.ts';
import { aLedgerFolder } from '../ledger/ledger-folder.ts';
import { openOptOuts, openReplies, tagOf } from '../ledger/ledger-parts.ts';
import {
  AUTH_TOKEN,
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
} from '../sending/simulated-twilio.ts';

/** The address of a gateway, whose path has a stage that the service does not see. */
export const PUBLIC_URL = 'https://gateway.example/prod';
export const API_KEY = 'a-key-of-the-registration-system';
export const OTHER_KEY = 'a-key-of-the-club-secretary';

export type ServiceScene = Partial<
  Pick<RequestPorts, 'dailyLimit' | 'gateway' | 'wait' | 'settleWithin' | 'tooLate'>
> & {
  /** Default: 2026-07-15T18:42:00Z, which is 19:42 in London. */
  readonly now?: string;
  readonly twilio?: Partial<SimulatorOptions>;
  /** The club's teams. Default: none set. */
  readonly teams?: readonly ClubTeam[];
  /** The file of the teams' sheet. Default: none set. */
  readonly teamsFile?: string;
  readonly withDeadline?: Partial<WithDeadline>;
  /** The time limits of a request. Default: those of the service. */
  readonly limits?: Limits;
  /** Replaces the ledger that the webhook writes to. */
  readonly webhookLedger?: (ledger: Ledger) => Pick<Ledger, 'recordDelivery'>;
};

type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: { readonly [key: string]: unknown };
};

export type Form = readonly (readonly [name: string, value: string])[];

export type RunningService = {
  readonly url: string;
  /** The application behind the server. */
  readonly app: ReturnType<typeof serviceApp>;
  readonly twilio: SimulatedTwilio;
  readonly ledger: Ledger;
  readonly optOuts: OptOuts;
  readonly replies: Replies;
  readonly logs: readonly LogEntry[];
  readonly faults: readonly unknown[];
  readonly ask: (path: string, request?: RequestInit) => Promise<Answer>;
  /** Posts the example record, with these values replaced. */
  readonly trigger: (values?: object, headers?: Record<string, string>) => Promise<Answer>;
  /** A webhook request, signed by the SDK for the public address. */
  readonly signed: (form: Form, about?: WebhookCall) => SignedRequest;
  /** Posts a signed webhook request. */
  readonly webhook: (form: Form, about?: WebhookCall) => Promise<Answer>;
};

type SignedRequest = {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  readonly body: string;
};

type WebhookCall = {
  readonly query?: string;
  /** The address to sign in place of the right one. */
  readonly signedUrl?: string;
  readonly token?: string;
  readonly signature?: string | null;
};

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) {
    // oxlint-disable-next-line no-await-in-loop -- the last to be opened closes first
    await close();
  }
});

/** Starts the whole service on loopback, with the real SDK against the simulator. Closed after the test. */
export async function aService(scene: ServiceScene = {}): Promise<RunningService> {
  let at = new Date(scene.now ?? '2026-07-15T18:42:00Z').getTime();
  const clock = { now: () => new Date(at) };
  const files = aLedgerFolder();
  opened.push(files.remove);
  const ledger = files.open('stand_in');
  const optOuts = openOptOuts(files.file, 'stand_in');
  const replies = openReplies(files.file, 'stand_in');
  opened.push(optOuts.close, replies.close);
  const twilio = await simulatedTwilio({ now: clock.now, ...scene.twilio });
  opened.push(twilio.close);
  const logs: LogEntry[] = [];
  const faults: unknown[] = [];
  const answers: string[] = [];
  const env = { TWILIO_AUTH_TOKEN: AUTH_TOKEN, API_KEY: `${API_KEY},${OTHER_KEY}` };
  watchForLeaks({ env, outputs: () => JSON.stringify(logs), mayHoldNumbers: false });
  // A response may contain a number that its request contained.
  watchForLeaks({ env, outputs: () => answers.join('\n'), mayHoldNumbers: true });
  const gateway = twilioGateway(twilio.connection, SENDER, (attempt) =>
    callbackUrl(PUBLIC_URL, attempt),
  );
  const templates = twilioTemplateSource(twilio.connection, builtInTemplate().sid);
  const trigger = triggerPorts({
    mode: 'stand_in',
    settings: {
      apiKeys: [
        { name: 'registration', key: API_KEY, fillsFromTeams: false },
        { name: 'secretary', key: OTHER_KEY, fillsFromTeams: true },
      ],
      sendHours: parseSendHours('08:00-20:30'),
      dailyLimit: scene.dailyLimit ?? 250,
      teams: scene.teams ?? [],
    },
    stores: { ledger, optOuts, tagOf },
    twilio: {
      gateway: scene.gateway ?? gateway,
      templates: cachedTemplate(templates, clock),
      sentMessages: twilioSentMessages(twilio.connection, SENDER),
      deliveries: twilioDeliveries(twilio.connection),
      lookFirst: null,
    },
    readTeams: async () =>
      scene.teamsFile === undefined ? null : await openTeamsSheet(scene.teamsFile, basename),
    clock,
    wait: async (milliseconds, ended) => {
      at += milliseconds;
      await scene.wait?.(milliseconds, ended);
    },
    times: {
      showsUpWithinMs: 3000,
      settleWithin: scene.settleWithin ?? (() => new AbortController().signal),
      tooLate: scene.tooLate ?? new AbortController().signal,
      stopNow: new AbortController().signal,
    },
    explain: {
      finding: explainFinding,
      stop: explainStop,
      refusal: explainRefusal,
      halt: explainHalt,
    },
  });
  const app = serviceApp({
    trigger,
    webhook: {
      ledger: scene.webhookLedger?.(ledger) ?? ledger,
      replies,
      optOuts,
      isSigned: signatureCheck(AUTH_TOKEN),
      publicUrl: PUBLIC_URL,
      clock,
      tagOf,
      withDeadline: {
        due: async () => await new Promise(() => {}),
        continueInBackground: null,
        ...scene.withDeadline,
      },
    },
    health: { ledger, version: '1.2.3', clock },
    clock,
    log: (entry) => logs.push(entry),
    onFault: (error) => faults.push(error),
  });
  const server = await listen({
    host: '127.0.0.1',
    port: 0,
    handlerFor: () => app.fetch,
    log: (entry) => logs.push(entry),
    ...(scene.limits === undefined ? {} : { limits: scene.limits }),
  });
  opened.push(server.close);
  const url = `http://127.0.0.1:${server.port}`;
  const ask: RunningService['ask'] = async (path, request = {}) => {
    const response = await fetch(url + path, request);
    const text = await response.text();
    answers.push(text);
    const isJson = response.headers.get('Content-Type')?.startsWith('application/json') === true;
    const { status, headers } = response;
    return { status, headers, text, body: isJson ? JSON.parse(text) : {} };
  };
  return {
    url,
    app,
    twilio,
    ledger,
    optOuts,
    replies,
    logs,
    faults,
    ask,
    trigger: async (values = {}, headers = {}) =>
      await ask('/trigger', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'x-api-key': API_KEY, ...headers },
        body: JSON.stringify({ ...exampleRecord(), ...values }),
      }),
    signed,
    webhook: async (form, about = {}) =>
      await ask(`/webhook${about.query ?? ''}`, signed(form, about)),
  };
}

export function signed(
  form: Form,
  { query = '', signedUrl, token = AUTH_TOKEN, signature }: WebhookCall = {},
): SignedRequest {
  const body = new URLSearchParams(form.map(([name, value]) => [name, value]));
  const address = signedUrl ?? `${PUBLIC_URL}/webhook${query}`;
  const right = webhooks.getExpectedTwilioSignature(token, address, valuesOf(form));
  const given = signature === undefined ? right : signature;
  return {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      ...(given === null ? {} : { 'X-Twilio-Signature': given }),
    },
    body: body.toString(),
  };
}

/** The example record, as the registration system posts it. */
export function exampleRecord(): { readonly [field: string]: unknown } {
  const { cells } = aRawRecord();
  return Object.fromEntries(Object.entries(cells).map(([field, cell]) => [field, cell.value]));
}

function valuesOf(form: Form): { readonly [name: string]: string | string[] } {
  const byName = Map.groupBy(form, ([name]) => name);
  return Object.fromEntries(
    [...byName].map(([name, pairs]) => {
      const values = pairs.map(([, value]) => value);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}
