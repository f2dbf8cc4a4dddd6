import { parseSettings, type Settings } from '../../adapters/settings/settings.ts';

/** `TWILIO_AUTH_TOKEN_FROM_SECRET` names the secret in which `TWILIO_AUTH_TOKEN` is. */
export const FROM_SECRET = '_FROM_SECRET';
/** `PUBLIC_URL_FROM_PARAMETER` names the parameter in which `PUBLIC_URL` is. */
export const FROM_PARAMETER = '_FROM_PARAMETER';

/** How long a value is believed before it is read again: a rotated secret counts within that time. */
const BELIEVED_SECONDS = 300;

type Values = { readonly [name: string]: string | undefined };

/** One place in which settings are kept by name. */
export type SettingStore = {
  /** Null where there is nothing of that name. @param isFresh past what was kept of it */
  readonly read: (name: string, isFresh: boolean) => Promise<string | null>;
};

/** @typeParam Read the settings as text, or parsed */
export type SettingsSource<Read = Settings> = {
  /** Those in the environment and those it names. What is missing is left out. */
  readonly settings: () => Promise<Read>;
  /** The same as they are this moment: for when Twilio refuses a token that may have been rotated. */
  readonly freshSettings: () => Promise<Read>;
};

/** The settings of a source, parsed. */
export function parsedSource(source: SettingsSource<Values>): SettingsSource {
  return {
    settings: async () => parseSettings(await source.settings()),
    freshSettings: async () => parseSettings(await source.freshSettings()),
  };
}

/**
 * The settings of a function on AWS: its environment holds names, and what they name is read when it
 * is first needed.
 */
export function settingsSource(
  env: Values,
  stores: { readonly secrets: SettingStore; readonly parameters: SettingStore },
): SettingsSource<Values> {
  const read = async (isFresh: boolean): Promise<Values> => {
    const found = await Promise.all(
      Object.entries(env).map(async ([variable, value]) => {
        if (value === undefined) return [];
        const kind = [FROM_SECRET, FROM_PARAMETER].find((suffix) => variable.endsWith(suffix));
        if (kind === undefined) return [[variable, value]];
        const store = kind === FROM_SECRET ? stores.secrets : stores.parameters;
        const text = await store.read(value, isFresh);
        return text === null ? [] : [[variable.slice(0, -kind.length), text]];
      }),
    );
    return Object.fromEntries(found.flat());
  };
  return {
    settings: async () => await read(false),
    freshSettings: async () => await read(true),
  };
}

/** With the tries that the SDK makes of it, a request at the gateway has still time to be answered. */
const ANSWER_WITHIN_MS = 2500;
const CONNECT_WITHIN_MS = 2000;

/** Where AWS is; an endpoint only where something stands in for it. */
export type AwsPlace = {
  readonly region: string;
  readonly endpoint?: string;
  /** For tests; else 2.5 s. */
  readonly answerWithinMs?: number;
};

/**
 * Secrets Manager and the Parameter Store. Nothing they say of a failure goes further but its name:
 * the rest may quote what was asked.
 */
export async function awsStores(
  place: AwsPlace,
): Promise<{ readonly secrets: SettingStore; readonly parameters: SettingStore }> {
  const [{ SecretsProvider }, { SSMProvider }] = await Promise.all([
    import('@aws-lambda-powertools/parameters/secrets'),
    import('@aws-lambda-powertools/parameters/ssm'),
  ]);
  const clientConfig = {
    region: place.region,
    requestHandler: {
      requestTimeout: place.answerWithinMs ?? ANSWER_WITHIN_MS,
      // Without it a request that is never answered is only warned about.
      throwOnRequestTimeout: true,
      connectionTimeout: CONNECT_WITHIN_MS,
    },
    ...(place.endpoint === undefined
      ? {}
      : {
          endpoint: place.endpoint,
          credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
        }),
  };
  const secrets = new SecretsProvider({ clientConfig });
  const parameters = new SSMProvider({ clientConfig });
  return {
    secrets: {
      read: async (name, forceFetch) =>
        await found(name, () => secrets.get(name, { maxAge: BELIEVED_SECONDS, forceFetch })),
    },
    parameters: {
      read: async (name, forceFetch) =>
        await found(name, () => parameters.get(name, { maxAge: BELIEVED_SECONDS, forceFetch })),
    },
  };
}

const NOTHING_THERE: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'ParameterNotFound',
]);

/** It has the name of a setting and AWS's code, and nothing else. */
export class SettingUnread extends Error {
  override readonly name = 'SettingUnread';
  readonly setting: string;
  readonly reason: string;

  constructor(setting: string, reason: string) {
    super(`The setting ${setting} could not be read from AWS: ${reason}.`);
    this.setting = setting;
    this.reason = reason;
  }
}

/** @throws SettingUnread */
async function found(name: string, read: () => Promise<unknown>): Promise<string | null> {
  try {
    const value = await read();
    return typeof value === 'string' ? value : null;
  } catch (error) {
    const code = codeOf(error);
    if (NOTHING_THERE.has(code)) return null;
    // Without the SDK's own error as cause: a log would print it whole.
    // oxlint-disable-next-line preserve-caught-error
    throw new SettingUnread(name, code);
  }
}

/** Powertools wraps what the SDK threw. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return 'name' in error ? String(error.name) : 'unknown';
}
