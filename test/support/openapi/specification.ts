import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type Format, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';

/** The parts of an OpenAPI schema that are read here. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly nullable?: boolean;
  readonly enum?: readonly (string | null)[];
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | false;
};

type Content = { readonly [type: string]: { readonly schema: Schema } };

type PathItem = {
  readonly [method: string]: {
    readonly operationId: string;
    readonly parameters?: readonly {
      readonly name: string;
      readonly in: 'path' | 'query';
      readonly required?: boolean;
      readonly schema: Schema;
    }[];
    readonly requestBody?: { readonly content: Content };
    readonly responses: { readonly [status: string]: { readonly content?: Content } };
  };
};

type Extract = {
  readonly specifications: {
    readonly [name: string]: {
      readonly paths: { readonly [path: string]: PathItem };
      readonly components: { readonly schemas: { readonly [name: string]: Schema } };
    };
  };
};

/** The faults of a value; empty for a valid one. */
export type Check = (value: unknown) => readonly string[];

/** The parameters of a path, a query or a form. */
export type Parameters = {
  readonly properties: { readonly [name: string]: Schema };
  readonly required: readonly string[];
  readonly check: Check;
};

export type Operation = {
  /** Its `operationId`. */
  readonly name: string;
  readonly method: string;
  /** With `{AccountSid}` and the like. */
  readonly template: string;
  readonly path: Parameters;
  readonly query: Parameters;
  readonly form: Parameters;
  /** By status; null for a response without a body. */
  readonly responses: ReadonlyMap<number, Check | null>;
};

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';

const FORMATS: { readonly [name: string]: Format } = {
  'date-time': fullFormats['date-time'],
  int32: fullFormats.int32,
  int64: fullFormats.int64,
  'date-time-rfc-2822': new RegExp(
    `^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (?:${MONTHS}) \\d{4} \\d{2}:\\d{2}:\\d{2} \\+0000$`,
    'u',
  ),
  currency: /^[A-Z]{3}$/u,
  // Of an object: its values are checked.
  'uri-map': true,
  // The prefix of WhatsApp, and the ids of users who hide their number, are in the documentation only.
  'phone-number':
    /^(?:(?:whatsapp:)?\+[1-9]\d{6,14}|whatsapp:[A-Z]{2}\.(?:ENT\.)?[A-Za-z\d]{1,128})$/u,
  // In Twilio's own examples the addresses of the 2010 API are paths.
  uri: (text: string) => /^\/[^\s/]\S*$/u.test(text) || URL.parse(text)?.protocol === 'https:',
};

const JSON_VALUES = new Ajv({ allErrors: true, strictTypes: false, formats: FORMATS });
/** Parameters are text: `50` is a valid integer. */
const TEXT_VALUES = new Ajv({
  allErrors: true,
  strictTypes: false,
  coerceTypes: true,
  formats: FORMATS,
});

/** A check by a JSON schema, compiled at its first use. */
export function checkBy(schema: object, of: 'json' | 'text' = 'json'): Check {
  let validate: ValidateFunction | null = null;
  return (value) => {
    validate ??= (of === 'json' ? JSON_VALUES : TEXT_VALUES).compile(schema);
    return validate(value) ? [] : (validate.errors ?? []).map(wordsOf);
  };
}

function wordsOf({ instancePath, message = '', params }: ErrorObject): string {
  const place = instancePath.slice(1).replaceAll('/', '.');
  const { additionalProperty, allowedValues } = params as {
    readonly additionalProperty?: string;
    readonly allowedValues?: readonly unknown[];
  };
  const more = additionalProperty ?? allowedValues?.join(', ');
  return `${place} ${message}${more === undefined ? '' : `: ${more}`}`.trim();
}

let operations: readonly Operation[] | null = null;

/** The operations of the extract, which is read once. */
export function specifiedOperations(): readonly Operation[] {
  const file = new URL('twilio-openapi.json', import.meta.url);
  operations ??= Object.values(
    (JSON.parse(readFileSync(file, 'utf8')) as Extract).specifications,
  ).flatMap(({ paths, components: { schemas } }) =>
    Object.entries(paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, declared]) => ({
        template,
        method: method.toUpperCase(),
        ...operationOf(declared, schemas),
      })),
    ),
  );
  return operations;
}

function operationOf(
  { operationId, parameters = [], requestBody, responses }: PathItem[string],
  schemas: Schemas,
): Omit<Operation, 'method' | 'template'> {
  const placed = (place: 'path' | 'query'): Parameters => {
    const here = parameters.filter((one) => one.in === place);
    return parametersOf({
      properties: Object.fromEntries(
        here.map(({ name, schema }) => [name, resolved(schema, schemas)]),
      ),
      required: here.flatMap(({ name, required = false }) => (required ? [name] : [])),
    });
  };
  const form = requestBody?.content['application/x-www-form-urlencoded']?.schema ?? {};
  return {
    name: operationId,
    path: placed('path'),
    query: placed('query'),
    form: parametersOf(resolved(form, schemas)),
    responses: new Map(
      Object.entries(responses).map(([status, { content }]) => {
        const schema = content?.['application/json']?.schema;
        return [Number(status), schema === undefined ? null : checkBy(asWritten(schema, schemas))];
      }),
    ),
  };
}

function parametersOf({ properties = {}, required = [] }: Schema): Parameters {
  const schema = { type: 'object', properties, required, additionalProperties: false };
  return { properties, required, check: checkBy(schema, 'text') };
}

type Schemas = Extract['specifications'][string]['components']['schemas'];

function schemaAt(ref: string, schemas: Schemas): Schema {
  const schema = schemas[ref.replace('#/components/schemas/', '')];
  if (schema === undefined) throw new Error(`The extract has no schema ${ref}.`);
  return schema;
}

/** The schema with those that it refers to in their places. */
function resolved(schema: Schema, schemas: Schemas): Schema {
  return schema.$ref === undefined
    ? withParts(schema, (part) => resolved(part, schemas))
    : resolved(schemaAt(schema.$ref, schemas), schemas);
}

/**
 * The schema of a response, with what the specification leaves unsaid: no other fields, and each field of
 * a resource, null where it has no value. Of the objects within a resource only some fields may be there.
 */
function asWritten(schema: Schema, schemas: Schemas, isWithinResource = false): Schema {
  const { $ref, ...own } = schema;
  if ($ref !== undefined) {
    const resource = schemaAt($ref, schemas);
    const { properties } = resource;
    const written = asWritten(resource, schemas, true);
    return isWithinResource || properties === undefined
      ? written
      : { ...written, required: Object.keys(properties) };
  }
  const { properties, enum: values, nullable, format } = own;
  return {
    ...withParts(own, (part) => asWritten(part, schemas, isWithinResource)),
    ...(values === undefined || nullable !== true ? {} : { enum: [...values, null] }),
    ...(format === 'uri-map' ? { additionalProperties: { type: 'string', format: 'uri' } } : {}),
    ...(properties === undefined ? {} : { additionalProperties: false }),
    ...(properties === undefined || isWithinResource ? {} : { required: Object.keys(properties) }),
  };
}

/** The schema with each of its properties, or the schema of its items, replaced. */
function withParts(schema: Schema, replaced: (part: Schema) => Schema): Schema {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(items === undefined ? {} : { items: replaced(items) }),
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, replaced(part)]),
          ),
        }),
  };
}
