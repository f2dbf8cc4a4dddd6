import { describe, expect, it } from '@jest/globals';
import {
  listed,
  resourcesOf,
  type Resource,
  type Statement,
} from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';

/** What acts under a service's name and not in a role, and where it says on what it acts. */
const SENDERS: readonly (readonly [type: string, service: string, places: readonly string[]])[] = [
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

/** Who is let in by the policies on what is acted on, and by the permissions of functions. */
const LETS_IN: {
  readonly [type: string]: (template: CloudTemplate, id: string) => readonly unknown[];
} = {
  'AWS::SNS::Topic': (template, id) => servicesIn(template, 'AWS::SNS::TopicPolicy', 'Topics', id),
  'AWS::SQS::Queue': (template, id) => servicesIn(template, 'AWS::SQS::QueuePolicy', 'Queues', id),
  'AWS::Lambda::Function': (template, id) =>
    resourcesOf(template, 'AWS::Lambda::Permission')
      .filter(({ Properties }) => namesIn(Properties['FunctionName']).includes(id))
      .map(({ Properties }) => Properties['Principal']),
};

function servicesIn(
  template: CloudTemplate,
  type: string,
  names: string,
  id: string,
): readonly unknown[] {
  return resourcesOf(template, type)
    .filter(({ Properties }) => namesIn(Properties[names]).includes(id))
    .flatMap(({ Properties }) => Properties['PolicyDocument'].Statement as GrantedStatement[])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => listed(Principal?.Service));
}

/** Every resource that a value refers to. */
function namesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Ref' in value) return [String(value.Ref)];
  if ('Fn::GetAtt' in value) return [String(listed(value['Fn::GetAtt'])[0])];
  return Object.values(value).flatMap(namesIn);
}

type Use = { readonly service: string; readonly by: string; readonly of: string };

/** What a resource names in these of its properties, if it has any at all. */
function actsOn(resource: Partial<Resource>, places: readonly string[]): readonly string[] {
  return places.flatMap((place) => namesIn(resource.Properties?.[place]));
}

/** Each service that has to act on a resource of the template. */
function usesIn(template: CloudTemplate): readonly (Use & { readonly isLetIn: boolean })[] {
  const typeOf = (id: string): string =>
    (template['Resources'] as { readonly [id: string]: Resource })[id]?.Type ?? '';
  return SENDERS.flatMap(([type, service, places]) =>
    resourcesOf(template, type).flatMap((sender) =>
      actsOn(sender, places).flatMap((of) => {
        const isLetIn = LETS_IN[typeOf(of)]?.(template, of).includes(`${service}.amazonaws.com`);
        return isLetIn === undefined ? [] : [{ service, by: sender.id, of, isLetIn }];
      }),
    ),
  );
}

const shutOutIn = (template: CloudTemplate): readonly Use[] =>
  usesIn(template).filter(({ isLetIn }) => !isLetIn);

const email = 'volunteer@example.org';

describe('every service that acts on a part of the stack is let in by its policy', () => {
  it.each([
    ['without options', {}],
    ['with everything', { alarmEmail: email, waf: 'true', reservedConcurrency: 'true' }],
  ])('%s', (_what, options) => {
    const { template, budgetTemplate } = synthesise(options);
    for (const made of [template, budgetTemplate]) expect(shutOutIn(made ?? {})).toEqual([]);
    const services = new Set(usesIn(template ?? {}).map(({ service }) => service));
    expect([...services].toSorted()).toEqual(['apigateway', 'cloudwatch']);
  });

  it('and one that a policy without any Allow shuts out is found', () => {
    const { template } = synthesise();
    const made = structuredClone(template ?? {});
    for (const { Properties } of resourcesOf(made, 'AWS::SNS::TopicPolicy')) {
      const { PolicyDocument } = Properties;
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        ({ Effect }: Statement) => Effect === 'Deny',
      );
    }
    const alarms = resourcesOf(made, 'AWS::CloudWatch::Alarm');
    expect(shutOutIn(made).map(({ by }) => by)).toEqual(alarms.map(({ id }) => id));
  });
});
