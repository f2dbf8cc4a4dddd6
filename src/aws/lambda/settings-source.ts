import { parseSettings, type Settings } from '../../adapters/settings/settings.ts';

/** `TWILIO_AUTH_TOKEN_FROM_SECRET` holds the name of the secret with `TWILIO_AUTH_TOKEN`. */
export const FROM_SECRET = '_FROM_SECRET';
/** `PUBLIC_URL_FROM_PARAMETER` holds the name of the parameter with `PUBLIC_URL`. */
export const FROM_PARAMETER = '_FROM_PARAMETER';

/** How long a value is cached: a rotated secret applies after this time at the latest. */
const CACHED_SECONDS = 300;

type Values = { readonly [name: string]: string | undefined };

/** A store of settings by name. */
export type SettingStore = {
  /**
   * Null where the name does not exist.
   *
   * @param isFresh whether the cached value is ignored
   */
  readonly read: (name: string, isFresh: boolean) => Promise<string | null>;
};

/** @typeParam Read the settings as text, or parsed */
export type SettingsSource<Read = Settings> = {
  /** The settings in the environment, and those that it names. Missing ones are left out. */
  readonly settings: () => Promise<Read>;
  /**
   * The current settings without the cache: for when Twilio refuses a token, which may have been
   * rotated.
   */
  readonly freshSettings: () => Promise<Read>;
};

export function parsedSource(source: SettingsSource<Values>): SettingsSource {
  return {
    settings: async () => parseSettings(await source.settings()),
    freshSettings: async () => parseSettings(await source.freshSettings()),
  };
}

/** The settings of a function on AWS: its environment holds names, whose values are read on first use. */
export function settingsSource(
  env: Values,
  stores: { readonly secrets: SettingStore; readonly parameters: SettingStore },
): SettingsSource<Values> {
  const read = async (isFresh: boolean): Promise<Values> => {
    const entries = await Promise.all(
      Object.entries(env).map(async ([variable, value]) => {
        if (value === undefined) return [];
        const kind = [FROM_SECRET, FROM_PARAMETER].find((suffix) => variable.endsWith(suffix));
        if (kind === undefined) return [[variable, value]];
        const store = kind === FROM_SECRET ? stores.secrets : stores.parameters;
        const text = await store.read(value, isFresh);
        return text === null ? [] : [[variable.slice(0, -kind.length), text]];
      }),
    );
    return Object.fromEntries(entries.flat());
  };
  return {
    settings: async () => await read(false),
    freshSettings: async () => await read(true),
  };
}

/** Short enough that, with the SDK's retries, a request at the gateway can still be answered. */
const ANSWER_WITHIN_MS = 2500;
const CONNECT_WITHIN_MS = 2000;

/** The AWS region; an endpoint only for a stand-in. */
export type AwsPlace = {
  readonly region: string;
  readonly endpoint?: string;
  /** For tests; 2.5 s otherwise. */
  readonly answerWithinMs?: number;
};

/**
 * Secrets Manager and the Parameter Store. Of an error only its name is passed on: its message may
 * contain the request.
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
      // Without it the SDK only warns about a request without a response.
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
        await readOrNull(name, () => secrets.get(name, { maxAge: CACHED_SECONDS, forceFetch })),
    },
    parameters: {
      read: async (name, forceFetch) =>
        await readOrNull(name, () => parameters.get(name, { maxAge: CACHED_SECONDS, forceFetch })),
    },
  };
}

const NOT_FOUND_CODES: ReadonlySet<string> = new Set([
  'ResourceNotFoundException',
  'ParameterNotFound',
]);

/** An error with only the name of a setting and AWS's error code. */
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
async function readOrNull(name: string, read: () => Promise<unknown>): Promise<string | null> {
  try {
    const value = await read();
    return typeof value === 'string' ? value : null;
  } catch (error) {
    const code = codeOf(error);
    if (NOT_FOUND_CODES.has(code)) return null;
    // Without the SDK's error as cause, which a log would print in full.
    // oxlint-disable-next-line preserve-caught-error
    throw new SettingUnread(name, code);
  }
}

/** Powertools wraps the SDK's error. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  if ('cause' in error && error.cause !== undefined) return codeOf(error.cause);
  return 'name' in error ? String(error.name) : 'unknown';
}
