import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { TABLE_LAYOUT } from '../../../src/adapters/storage/dynamo/table-layout.ts';
import { propertiesOf, resourcesOf } from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';

const FUNCTIONS = [
  ['trigger', 'urmston-town-registration-whatsapp'],
  ['webhook', 'urmston-town-registration-whatsapp-webhook'],
  ['worker', 'urmston-town-registration-whatsapp-worker'],
] as const;

let made: CloudTemplate;
let template: Template;
let text: string;
let exitCode: number | null;
let output: string;
beforeAll(() => {
  const synthesised = synthesise();
  ({ exitCode, output } = synthesised);
  made = synthesised.template ?? {};
  text = JSON.stringify(made);
  template = Template.fromJSON(made);
});

function key(hash: string, range: string): readonly object[] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}

describe('the stack', () => {
  it('is synthesised offline, without a finding of cdk-nag', () => {
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
  });

  it.each(FUNCTIONS)('runs %s on ARM with 256 MB, for 30 seconds at most', (_job, name) => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 256,
      Timeout: 30,
    });
  });

  it('has these functions and no others, so that no other code runs', () => {
    template.resourceCountIs('AWS::Lambda::Function', FUNCTIONS.length);
    const types = Object.values(made['Resources'] ?? {}).map(({ Type }) => String(Type));
    expect(types.filter((type) => /^Custom::|CustomResource/u.test(type))).toEqual([]);
  });
});

describe('a log', () => {
  it('is retained for one week, in every log group', () => {
    template.resourceCountIs('AWS::Logs::LogGroup', 5);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  it.each(FUNCTIONS)('of %s is the one that Lambda writes to, as JSON', (_job, name) => {
    const [logs] = resourcesOf(made, 'AWS::Logs::LogGroup').filter(
      ({ Properties }) => Properties['LogGroupName'] === `/aws/lambda/${name}`,
    );
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: name,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: logs?.id } },
    });
  });

  it('of the gateway has neither bodies nor IP addresses', () => {
    const [stage] = propertiesOf(made, 'AWS::ApiGateway::Stage');
    expect(stage?.['MethodSettings']).toMatchObject([{ DataTraceEnabled: false }]);
    expect(JSON.parse(String(stage?.['AccessLogSetting'].Format))).toEqual({
      request_id: '$context.requestId',
      at: '$context.requestTime',
      method: '$context.httpMethod',
      path: '$context.resourcePath',
      status: '$context.status',
      milliseconds: '$context.responseLatency',
      gateway_error: '$context.error.responseType',
    });
  });
});

describe('a secret', () => {
  it('is in no environment: there are only names', () => {
    for (const { FunctionName, Environment } of propertiesOf(made, 'AWS::Lambda::Function')) {
      for (const [variable, value] of Object.entries(Environment.Variables)) {
        expect([FunctionName, variable, value]).toEqual([
          FunctionName,
          expect.stringMatching(/^(?:\w+_FROM_(?:SECRET|PARAMETER)|LEDGER_TABLE)$/u),
          expect.anything(),
        ]);
      }
    }
  });

  it('has one of these existing names', () => {
    expect(propertiesOf(made, 'AWS::Lambda::Function')[0]?.['Environment'].Variables).toMatchObject(
      {
        TWILIO_ACCOUNT_SID_FROM_SECRET: 'urmston/twilio/account-sid',
        TWILIO_AUTH_TOKEN_FROM_SECRET: 'urmston/twilio/auth-token',
        LEDGER_KEY_FROM_SECRET: 'urmston/ledger-key',
        TWILIO_PHONE_NUMBER_FROM_PARAMETER: '/urmston/twilio/phone-number',
        TWILIO_TEMPLATE_SID_FROM_PARAMETER: '/urmston/twilio/template-sid',
      },
    );
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
  });

  it('is nowhere in the template, not even as a dynamic reference', () => {
    expect(text).not.toMatch(/\{\{resolve:|SecretString|GenerateSecretString/u);
    expect(text).not.toMatch(/\b[ASH][CKX][0-9a-f]{32}\b/iu);
    for (const apiKey of propertiesOf(made, 'AWS::ApiGateway::ApiKey')) {
      expect(apiKey).not.toHaveProperty('Value');
    }
  });
});

describe('the ledger', () => {
  it('can be restored to any moment of the last weeks, and is retained when the stack is deleted', () => {
    template.hasResource('AWS::DynamoDB::Table', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: Match.objectLike({
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: true,
        SSESpecification: { SSEEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        BillingMode: 'PAY_PER_REQUEST',
      }),
    });
  });

  it('has the keys and the indexes that the code requires', () => {
    const indexes = Object.entries(TABLE_LAYOUT.indexes).map(
      ([IndexName, { partitionKey, sortKey }]) =>
        Match.objectLike({ IndexName, KeySchema: key(partitionKey, sortKey) }),
    );
    expect(indexes.length).toBeGreaterThan(1);
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: indexes,
    });
  });
});

describe('the queue', () => {
  it('delivers one message at a time, to two workers at most', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('hides a message for six times the time limit of a worker', () => {
    const [worker] = propertiesOf(made, 'AWS::Lambda::Function').filter(({ FunctionName }) =>
      String(FunctionName).endsWith('-worker'),
    );
    const [queue] = propertiesOf(made, 'AWS::SQS::Queue').filter(({ RedrivePolicy }) =>
      Boolean(RedrivePolicy),
    );
    expect(queue?.['VisibilityTimeout']).toBeGreaterThanOrEqual(6 * worker?.['Timeout']);
  });

  it('moves a message to the dead-letter queue after three failures, and keeps it for two weeks', () => {
    const [letters] = resourcesOf(made, 'AWS::SQS::Queue').filter(
      ({ Properties }) => Properties['MessageRetentionPeriod'] === 14 * 86_400,
    );
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: {
        maxReceiveCount: 3,
        deadLetterTargetArn: { 'Fn::GetAtt': [letters?.id, 'Arn'] },
      },
    });
  });

  it('is encrypted, like its dead-letter queue; both require TLS', () => {
    const queues = resourcesOf(made, 'AWS::SQS::Queue');
    expect(queues).toHaveLength(2);
    for (const { id, Properties } of queues) {
      expect(Properties['SqsManagedSseEnabled']).toBe(true);
      template.hasResourceProperties('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: id }],
        PolicyDocument: Match.objectLike({
          Statement: [
            Match.objectLike({
              Effect: 'Deny',
              Action: 'sqs:*',
              Principal: { AWS: '*' },
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            }),
          ],
        }),
      });
    }
  });
});
