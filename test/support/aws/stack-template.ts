import type { CloudTemplate } from './synthesised-stack.ts';

/** The properties of a CloudFormation resource, which each test reads by name. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Properties = { readonly [name: string]: any };

export type Resource = {
  readonly id: string;
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
};

export type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: object;
};

/** All resources of one type, with their logical ids. */
export function resourcesOf(template: CloudTemplate, type: string): readonly Resource[] {
  return Object.entries(template['Resources'] ?? {})
    .map(([id, resource]): Resource => ({ id, ...resource }))
    .filter(({ Type }) => Type === type);
}

export function propertiesOf(template: CloudTemplate, type: string): readonly Properties[] {
  return resourcesOf(template, type).map(({ Properties }) => Properties);
}

export const ACCOUNT = '111122223333';
const PSEUDO: { readonly [name: string]: string } = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-north-1',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Resolves CloudFormation's functions in a value. A reference to a resource becomes its logical id. */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value) return PSEUDO[String(value.Ref)] ?? value.Ref;
  if ('Fn::GetAtt' in value) return (value['Fn::GetAtt'] as readonly string[]).join('.');
  if ('Fn::Join' in value) {
    const [separator, parts] = value['Fn::Join'] as readonly [string, readonly unknown[]];
    return parts.map(resolved).join(separator);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolved(inner)]));
}

/** The policy statements of the role of a job. */
export function policyStatements(template: CloudTemplate, job: string): readonly Statement[] {
  const role = `${job.charAt(0).toUpperCase()}${job.slice(1)}Role`;
  return propertiesOf(template, 'AWS::IAM::Policy')
    .filter(({ PolicyName }) => String(PolicyName).startsWith(role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as readonly Statement[]);
}

export function asArray<T>(value: T | readonly T[]): readonly T[] {
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** Whether a statement allows an action on a resource, with IAM's wildcards. Ignores Deny statements. */
export function isAllowed(
  statements: readonly Statement[],
  action: string,
  resource: string,
): boolean {
  return statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === 'Allow' &&
      asArray(Action).some((pattern) => fits(pattern, action)) &&
      asArray(resolved(Resource)).some((pattern) => fits(String(pattern), resource)),
  );
}

function fits(pattern: string, text: string): boolean {
  const source = RegExp.escape(pattern).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  return new RegExp(`^${source}$`, 'u').test(text);
}
