import { FROM_PARAMETER, FROM_SECRET } from '../lambda/settings-source.ts';
import { FUNCTION_NAME, PARAMETERS, SECRETS } from '../names.ts';

export const JOBS = ['trigger', 'webhook', 'worker'] as const;

export type Job = (typeof JOBS)[number];

type JobFacts = {
  readonly functionName: string;
  readonly description: string;
  /** How many instances may run at once, where the account reserves concurrency. */
  readonly mostAtOnce: number;
  /** Only the names; the values are read when the function starts. */
  readonly secrets: { readonly [setting: string]: string };
  readonly parameters: { readonly [setting: string]: string };
  readonly isSending: boolean;
  /** The actions on the ledger's table. */
  readonly tableActions: readonly string[];
};

export const LEDGER_READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
export const LEDGER_WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** The key of the hashes in the ledger. */
const LEDGER_SECRETS = { LEDGER_KEY: SECRETS.ledgerKey };
const TWILIO_SECRETS = {
  TWILIO_ACCOUNT_SID: SECRETS.accountSid,
  TWILIO_AUTH_TOKEN: SECRETS.authToken,
};
const TWILIO_PARAMETERS = {
  TWILIO_PHONE_NUMBER: PARAMETERS.phoneNumber,
  TWILIO_TEMPLATE_SID: PARAMETERS.templateSid,
  PUBLIC_URL: PARAMETERS.publicUrl,
};

/** The burst limit of the gateway. */
export const GATEWAY_BURST = 50;
/** The lowest value that AWS allows: messages are sent at a human pace. */
export const WORKERS = 2;

/** The purpose and the permissions of each function. */
export const JOB_FACTS: { readonly [job in Job]: JobFacts } = {
  trigger: {
    functionName: FUNCTION_NAME,
    description: 'One record from the registration system becomes one message.',
    mostAtOnce: GATEWAY_BURST,
    secrets: { ...LEDGER_SECRETS, ...TWILIO_SECRETS, API_KEY: SECRETS.apiKey },
    parameters: TWILIO_PARAMETERS,
    isSending: true,
    tableActions: [...LEDGER_READ, ...LEDGER_WRITE],
  },
  webhook: {
    functionName: `${FUNCTION_NAME}-webhook`,
    description: "Twilio's delivery states and parents' replies; the service's health.",
    mostAtOnce: GATEWAY_BURST,
    // The token checks signatures. The function sends nothing, so it has no account SID and no sender.
    secrets: { ...LEDGER_SECRETS, TWILIO_AUTH_TOKEN: SECRETS.authToken },
    parameters: { PUBLIC_URL: PARAMETERS.publicUrl },
    isSending: false,
    tableActions: [...LEDGER_READ, ...LEDGER_WRITE],
  },
  worker: {
    functionName: `${FUNCTION_NAME}-worker`,
    description: 'Messages that an operator approved, from the queue to Twilio.',
    mostAtOnce: WORKERS,
    secrets: { ...LEDGER_SECRETS, ...TWILIO_SECRETS },
    parameters: TWILIO_PARAMETERS,
    isSending: true,
    tableActions: [...LEDGER_READ, ...LEDGER_WRITE],
  },
};

/** Settings that limit sending, where they differ from the defaults. None is secret. */
export type Guards = {
  readonly SEND_HOURS?: string;
  readonly DAILY_LIMIT?: string;
  readonly TEAMS?: string;
};

/** The environment of a function: names and limits, no secrets. */
export function environmentOf(
  job: Job,
  tableName: string,
  guards: Guards,
): { readonly [name: string]: string } {
  const { secrets, parameters, isSending } = JOB_FACTS[job];
  return {
    ...Object.fromEntries([...named(secrets, FROM_SECRET), ...named(parameters, FROM_PARAMETER)]),
    LEDGER_TABLE: tableName,
    ...(isSending ? guards : {}),
  };
}

function named(
  values: { readonly [setting: string]: string },
  suffix: string,
): readonly (readonly [string, string])[] {
  return Object.entries(values).map(([setting, name]) => [`${setting}${suffix}`, name]);
}
