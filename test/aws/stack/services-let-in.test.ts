import { describe, expect, it } from '@jest/globals';
import {
  asArray,
  resourcesOf,
  type Resource,
  type Statement,
} from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';

/** Resources through which a service acts without a role, with the service and the properties that name the target. */
const SERVICE_ACTIONS: readonly (readonly [
  type: string,
  service: string,
  properties: readonly string[],
])[] = [
  [
    'AWS::CloudWatch::Alarm',
    'cloudwatch',
    ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
  ],
  ['AWS::Budgets::Budget', 'budgets', ['NotificationsWithSubscribers']],
  ['AWS::Events::Rule', 'events', ['Targets']],
  ['AWS::S3::Bucket', 's3', ['NotificationConfiguration']],
  ['AWS::SNS::Subscription', 'sns', ['Endpoint', 'RedrivePolicy']],
  ['AWS::ApiGateway::Method', 'apigateway', ['Integration']],
];

type GrantedStatement = Statement & { readonly Principal?: { readonly Service?: unknown } };

/** The services that resource policies and function permissions allow. */
const ALLOWED_SERVICES: {
  readonly [type: string]: (template: CloudTemplate, id: string) => readonly unknown[];
} = {
  'AWS::SNS::Topic': (template, id) =>
    allowedServices(template, 'AWS::SNS::TopicPolicy', 'Topics', id),
  'AWS::SQS::Queue': (template, id) =>
    allowedServices(template, 'AWS::SQS::QueuePolicy', 'Queues', id),
  'AWS::Lambda::Function': (template, id) =>
    resourcesOf(template, 'AWS::Lambda::Permission')
      .filter(({ Properties }) => logicalIds(Properties['FunctionName']).includes(id))
      .map(({ Properties }) => Properties['Principal']),
};

function allowedServices(
  template: CloudTemplate,
  type: string,
  names: string,
  id: string,
): readonly unknown[] {
  return resourcesOf(template, type)
    .filter(({ Properties }) => logicalIds(Properties[names]).includes(id))
    .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as GrantedStatement[])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => asArray(Principal?.Service));
}

/** The logical ids of all resources that a value refers to. */
function logicalIds(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Ref' in value) return [String(value.Ref)];
  if ('Fn::GetAtt' in value) return [String(asArray(value['Fn::GetAtt'])[0])];
  return Object.values(value).flatMap(logicalIds);
}

type Access = { readonly service: string; readonly by: string; readonly of: string };

/** The resources named in these properties. */
function targetsOf(resource: Partial<Resource>, properties: readonly string[]): readonly string[] {
  return properties.flatMap((place) => logicalIds(resource.Properties?.[place]));
}

/** Each service that acts on a resource of the template, and whether it is allowed. */
function accessesIn(
  template: CloudTemplate,
): readonly (Access & { readonly isAllowed: boolean })[] {
  const typeOf = (id: string): string =>
    (template['Resources'] as { readonly [id: string]: Resource })[id]?.Type ?? '';
  return SERVICE_ACTIONS.flatMap(([type, service, properties]) =>
    resourcesOf(template, type).flatMap((sender) =>
      targetsOf(sender, properties).flatMap((of) => {
        const isAllowed = ALLOWED_SERVICES[typeOf(of)]?.(template, of).includes(
          `${service}.amazonaws.com`,
        );
        return isAllowed === undefined ? [] : [{ service, by: sender.id, of, isAllowed }];
      }),
    ),
  );
}

const refusedIn = (template: CloudTemplate): readonly Access[] =>
  accessesIn(template).filter(({ isAllowed }) => !isAllowed);

const email = 'volunteer@example.org';

describe('every service that acts on a resource of the stack is allowed by its policy', () => {
  it.each([
    ['without options', {}],
    ['with everything', { alarmEmail: email, waf: 'true', reservedConcurrency: 'true' }],
  ])('%s', (_what, options) => {
    const { template, budgetTemplate } = synthesise(options);
    for (const made of [template, budgetTemplate]) expect(refusedIn(made ?? {})).toEqual([]);
    const services = new Set(accessesIn(template ?? {}).map(({ service }) => service));
    expect([...services].toSorted()).toEqual(['apigateway', 'cloudwatch']);
  });

  it('a service excluded by a policy without Allow is found', () => {
    const { template } = synthesise();
    const made = structuredClone(template ?? {});
    for (const { Properties } of resourcesOf(made, 'AWS::SNS::TopicPolicy')) {
      const { PolicyDocument } = Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        ({ Effect }: Statement) => Effect === 'Deny',
      );
    }
    const alarms = resourcesOf(made, 'AWS::CloudWatch::Alarm');
    expect(refusedIn(made).map(({ by }) => by)).toEqual(alarms.map(({ id }) => id));
  });
});
