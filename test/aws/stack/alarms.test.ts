import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { JOBS } from '../../../src/aws/stack/jobs.ts';
import {
  ACCOUNT,
  propertiesOf,
  resolved,
  resourcesOf,
  type Statement,
} from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';

const ALARMS = [
  ...JOBS.flatMap((job) => [
    [`${job}-errors`, 'Errors', 0] as const,
    [`${job}-throttles`, 'Throttles', 0] as const,
  ]),
  ['gateway-faults', '5XXError', 0],
  ['dead-letters', 'ApproximateNumberOfMessagesVisible', 0],
  ['oldest-invite-seconds', 'ApproximateAgeOfOldestMessage', 900],
  ['trigger-unknown-outcomes', 'trigger-unknown-outcomes', 0],
  ['worker-unknown-outcomes', 'worker-unknown-outcomes', 0],
  ['sending-halted', 'sending-halted', 0],
  ['failed-signatures', 'failed-signatures', 4],
] as const;

const isAllow = ({ Effect }: Statement): boolean => Effect === 'Allow';

let made: CloudTemplate;
let template: Template;
beforeAll(() => {
  made = synthesise({ alarmEmail: 'volunteer@example.org' }).template ?? {};
  template = Template.fromJSON(made);
});

describe('an alarm', () => {
  it.each(ALARMS)('for %s watches %s above %i, and has an action', (name, metric, most) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `urmston-invite ${name}`,
      MetricName: metric,
      Threshold: most,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }],
    });
  });

  it('is one of these', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', ALARMS.length);
  });

  it('is mailed to the configured address, and published over TLS alone', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'volunteer@example.org',
    });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      }),
    });
  });

  // The policy of a topic replaces the default one, which would allow its owner.
  it('is published by CloudWatch, from this account and region alone', () => {
    const [topic] = resourcesOf(made, 'AWS::SNS::Topic');
    const [policy, ...others] = propertiesOf(made, 'AWS::SNS::TopicPolicy');
    expect(others).toEqual([]);
    expect(policy?.['Topics']).toEqual([{ Ref: topic?.id }]);
    expect(policy?.['PolicyDocument'].Statement.filter(isAllow).map(resolved)).toEqual([
      {
        Sid: expect.any(String),
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: topic?.id,
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-north-1:${ACCOUNT}:alarm:*` },
        },
      },
    ]);
  });

  it('uses a topic without a KMS key, since CloudWatch may not use the AWS managed key of SNS', () => {
    for (const topic of resourcesOf(made, 'AWS::SNS::Topic')) {
      expect(topic).not.toHaveProperty('Properties.KmsMasterKeyId');
    }
  });

  it('is mailed to nobody when no address is configured', () => {
    Template.fromJSON(synthesise().template ?? {}).resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

function outcomePattern(outcomes: readonly string[]): string {
  return ['$.outcome', '$.message.outcome']
    .flatMap((place) => outcomes.map((outcome) => `(${place} = "${outcome}")`))
    .join(' || ');
}

describe('a metric filter', () => {
  it.each([
    ['Trigger', 'trigger-unknown-outcomes', ['unknown']],
    ['Worker', 'worker-unknown-outcomes', ['unknown']],
    ['Trigger', 'sending-halted', ['sending_halted']],
    ['Worker', 'sending-halted', ['sending_halted']],
    ['Webhook', 'failed-signatures', ['no_signature', 'public_url_differs', 'wrong_signature']],
  ])('of %s is %s, in either log format', (job, metricName, outcomes) => {
    const [logs] = resourcesOf(made, 'AWS::Logs::LogGroup').filter(({ id }) =>
      id.startsWith(`${job}Logs`),
    );
    const filters = propertiesOf(made, 'AWS::Logs::MetricFilter').filter(
      ({ MetricTransformations }) => MetricTransformations[0].MetricName === metricName,
    );
    expect(filters).toContainEqual(
      expect.objectContaining({
        LogGroupName: { Ref: logs?.id },
        FilterPattern: `{ ${outcomePattern(outcomes)} }`,
        MetricTransformations: [
          expect.objectContaining({ MetricNamespace: 'urmston-invite', MetricValue: '1' }),
        ],
      }),
    );
  });
});
