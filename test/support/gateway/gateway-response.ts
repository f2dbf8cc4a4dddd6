import type { IncomingMessage } from 'node:http';
import type { GatewayPlan } from './read-gateway.ts';

/** API Gateway's default status and message of each gateway response. */
const DEFAULTS = {
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token'],
  INVALID_API_KEY: [403, 'Forbidden'],
  THROTTLED: [429, 'Too Many Requests'],
  QUOTA_EXCEEDED: [429, 'Limit Exceeded'],
  BAD_REQUEST_BODY: [400, 'Invalid request body'],
  REQUEST_TOO_LARGE: [413, 'Request Too Long'],
  /** The function threw, or returned a malformed response. */
  INTEGRATION_FAILURE: [502, 'Internal server error'],
} as const satisfies { readonly [type: string]: readonly [number, string] };

export type OwnAnswerType = keyof typeof DEFAULTS;

export type OwnAnswer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
};

/** A response of the gateway itself, as the template configures it. */
export function gatewayResponse(
  type: OwnAnswerType,
  { responses }: GatewayPlan,
  request: IncomingMessage,
  requestId: string,
): OwnAnswer {
  const [usual, message] = DEFAULTS[type];
  const set = responses[type] ?? responses[usual >= 500 ? 'DEFAULT_5XX' : 'DEFAULT_4XX'];
  const template = set?.template ?? '{"message":$context.error.messageString}';
  const values: { readonly [variable: string]: string } = {
    '$context.requestId': requestId,
    '$context.error.messageString': JSON.stringify(message),
  };
  return {
    status: responses[type]?.status ?? usual,
    headers: Object.fromEntries(
      Object.entries(set?.headers ?? {}).flatMap(([name, source]) => {
        const value = headerFrom(source, request);
        return value === null ? [] : [[name, value]];
      }),
    ),
    body: template.replaceAll(/\$[\w.]+/gu, (variable) => {
      const value = values[variable];
      if (value === undefined) throw new Error(`The test gateway does not support ${variable}.`);
      return value;
    }),
  };
}

function headerFrom(source: string, request: IncomingMessage): string | null {
  const fixed = /^'(?<value>.*)'$/u.exec(source)?.groups?.['value'];
  if (fixed !== undefined) return fixed;
  const name = /^method\.request\.header\.(?<name>.+)$/u.exec(source)?.groups?.['name'];
  if (name === undefined) throw new Error(`The test gateway does not support ${source}.`);
  const value = request.headers[name.toLowerCase()];
  return value === undefined ? null : String(value);
}
