import { EXCEPTIONS, type Exception } from './exceptions.ts';
import type { Exchange } from './record-exchanges.ts';
import { checkBy, specifiedOperations, type Operation, type Parameters } from './specification.ts';

export type Checked = {
  /** The operation's name in the specification; null where it has none for this method and path. */
  readonly operation: string | null;
  readonly status: number | null;
  /** Each with the place where it is. */
  readonly faults: readonly string[];
  /** The exceptions without which there would be more. */
  readonly exceptions: readonly Exception[];
};

/** Twilio's form of an error. The specification declares none. */
const ERROR = checkBy({
  type: 'object',
  properties: {
    code: { type: 'integer', minimum: 10_000, maximum: 99_999 },
    message: { type: 'string', minLength: 1 },
    more_info: { type: 'string', pattern: '^https://www\\.twilio\\.com/docs/errors/\\d{5}$' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
  },
  required: ['code', 'message', 'more_info', 'status'],
  additionalProperties: false,
});

const FORM_TYPE = 'application/x-www-form-urlencoded';

/** Compares an exchange with Twilio's specification, in both directions. */
export function checkExchange(exchange: Exchange): Checked {
  const status = exchange.response?.status ?? null;
  const url = new URL(exchange.path, 'https://api.twilio.com');
  const found = operationAt(exchange.method, url.pathname);
  if (found === null) {
    const faults = [`${exchange.method} ${url.pathname} is not in the specification`];
    return { operation: null, status, faults, exceptions: [] };
  }
  const { operation, values } = found;
  const faults = [
    ...faultsIn('path', operation.path, values),
    ...faultsIn('query', operation.query, url.searchParams),
    ...requestFaults(exchange, operation),
    ...responseFaults(exchange.response, operation),
  ];
  const exceptions = EXCEPTIONS.filter(
    (exception) =>
      exception.operation === operation.name && faults.some((fault) => exception.fault.test(fault)),
  );
  return {
    operation: operation.name,
    status,
    faults: faults
      .filter((fault) => !exceptions.some((exception) => exception.fault.test(fault)))
      .map((fault) => `${operation.name}: ${fault}`),
    exceptions,
  };
}

function operationAt(
  method: string,
  path: string,
): { readonly operation: Operation; readonly values: URLSearchParams } | null {
  for (const operation of specifiedOperations()) {
    const names = [...operation.template.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name);
    const pattern = RegExp.escape(operation.template).replace(/\\\{\w+\\\}/gu, '([^/.]+)');
    const match = new RegExp(`^${pattern}$`, 'u').exec(path);
    if (operation.method === method && match !== null) {
      const values = match.slice(1).map((value, index) => [names[index] ?? '', value]);
      return { operation, values: new URLSearchParams(values) };
    }
  }
  return null;
}

function faultsIn(
  place: string,
  { properties, check }: Parameters,
  given: URLSearchParams,
): readonly string[] {
  const values = Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const all = given.getAll(name);
      return [name, all.length === 1 && properties[name]?.type !== 'array' ? all[0] : all];
    }),
  );
  return check(values).map((fault) => `${place} ${fault}`);
}

function requestFaults(
  { authorization, contentType, body }: Exchange,
  { form }: Operation,
): readonly string[] {
  const isTyped = body === '' || contentType.startsWith(FORM_TYPE);
  return [
    ...(authorization.startsWith('Basic ') ? [] : ['header Authorization must be Basic']),
    ...(isTyped ? [] : [`header Content-Type must be ${FORM_TYPE}`]),
    ...faultsIn('form', form, new URLSearchParams(body)),
  ];
}

function responseFaults(
  response: Exchange['response'],
  { responses }: Operation,
): readonly string[] {
  if (response === null) return [];
  const { status, contentType, body } = response;
  const check = status >= 400 ? ERROR : responses.get(status);
  if (check === undefined) return [`status ${status} is not declared`];
  if (check === null) return body === '' ? [] : ['response must be empty'];
  if (!contentType.startsWith('application/json')) {
    return ['response header Content-Type must be application/json'];
  }
  const value = jsonOf(body);
  if (value === undefined) return ['response must be JSON'];
  const isOwnStatus = status < 400 || (value as { readonly status?: unknown }).status === status;
  return [
    ...check(value).map((fault) => `response ${fault}`),
    ...(isOwnStatus ? [] : [`response status must be ${status}`]),
  ];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
