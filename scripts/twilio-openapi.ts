/*
 * Writes test/support/openapi/twilio-openapi.json: the operations that the tool and the simulator have, as
 * Twilio's OpenAPI specification describes them, unchanged but for descriptions and examples.
 *
 *   node scripts/twilio-openapi.ts && npm run format
 * Downloads @twilio/cli-core, which contains the specification, and installs nothing: that package depends
 * on 160 others, of which the tests need none.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = '@twilio/cli-core@9.0.0';

const OPERATIONS: { readonly [file: string]: readonly string[] } = {
  twilio_api_v2010: [
    'FetchAccount',
    'FetchBalance',
    'CreateMessage',
    'ListMessage',
    'FetchMessage',
    'UpdateMessage',
    'DeleteMessage',
  ],
  twilio_content_v1: ['ListContent', 'FetchContent', 'FetchApprovalFetch'],
  twilio_messaging_v2: ['ListChannelsSender'],
};

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

type Specification = {
  /** The operations by method, and what they share. */
  readonly paths: { readonly [path: string]: { readonly [key: string]: Json } };
  readonly components: { readonly schemas: JsonObject };
};

const FOLDER = fileURLToPath(new URL('../test/support/openapi/', import.meta.url));
const METHODS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete']);
/** What only people read. A field of a resource may have such a name. */
const PROSE: ReadonlySet<string> = new Set([
  'description',
  'example',
  'examples',
  'headers',
  'summary',
  'tags',
  'title',
  'x-maturity',
  'x-twilio',
]);

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function withoutProse(value: Json, areNames = false): Json {
  if (Array.isArray(value)) return value.map((one: Json) => withoutProse(one));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => areNames || !PROSE.has(key))
      .map(([key, one]) => [key, withoutProse(one, key === 'properties')]),
  );
}

/** The schemas that a part of a specification refers to, directly or by way of others. */
function schemasOf(part: Json, all: JsonObject): JsonObject {
  const found = new Map<string, Json>();
  const look = (value: Json): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(
      /"\$ref":"#\/components\/schemas\/([^"]+)"/gu,
    )) {
      const schema = all[name];
      if (schema === undefined) throw new Error(`The specification has no schema ${name}.`);
      if (found.has(name)) continue;
      found.set(name, withoutProse(schema));
      look(schema);
    }
  };
  look(part);
  return Object.fromEntries(found);
}

function extractOf(text: string, names: readonly string[]): JsonObject {
  const specification = JSON.parse(text) as Specification;
  const operations = Object.entries(specification.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, operation]) =>
      METHODS.has(method) &&
      isObject(operation) &&
      names.some((name) => name === operation['operationId'])
        ? [{ path, method, operation: withoutProse(operation) }]
        : [],
    ),
  );
  if (operations.length !== names.length) throw new Error('An operation is missing.');
  const paths: { [path: string]: { [method: string]: Json } } = {};
  for (const { path, method, operation } of operations) (paths[path] ??= {})[method] = operation;
  return { paths, components: { schemas: schemasOf(paths, specification.components.schemas) } };
}

const folder = mkdtempSync(join(tmpdir(), 'twilio-openapi-'));
try {
  execFileSync('npm', ['pack', '--silent', PACKAGE], { cwd: folder });
  execFileSync('sh', ['-c', 'tar -xzf *.tgz'], { cwd: folder });
  const inPackage = (path: string): string => readFileSync(join(folder, 'package', path), 'utf8');
  const specifications = Object.entries(OPERATIONS).map(([file, names]) => [
    file,
    extractOf(inPackage(`src/services/twilio-api/${file}.json`), names),
  ]);
  const extract = { from: PACKAGE, specifications: Object.fromEntries(specifications) as Json };
  writeFileSync(join(FOLDER, 'twilio-openapi.json'), `${JSON.stringify(extract, null, 2)}\n`);
  writeFileSync(join(FOLDER, 'LICENSE'), inPackage('LICENSE'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
