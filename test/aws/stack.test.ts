import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { JOBS } from '../../src/aws/jobs.ts';
import { synthesise } from '../support/synthesised-stack.ts';

const FUNCTIONS = [
  ['trigger', 'urmston-town-registration-whatsapp'],
  ['webhook', 'urmston-town-registration-whatsapp-webhook'],
  ['worker', 'urmston-town-registration-whatsapp-worker'],
] as const;

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
};

let template: Template;
let text: string;
let exitCode: number | null;
let output: string;
beforeAll(() => {
  const made = synthesise({ alarmEmail: 'volunteer@example.org' });
  ({ exitCode, output } = made);
  text = JSON.stringify(made.template);
  template = Template.fromJSON(made.template ?? {});
});

/** Whatever CloudFormation's own types are: each test says what it looks for. */
// oxlint-disable-next-line typescript/no-explicit-any
type Properties = { readonly [name: string]: any };

function resources(type: string): readonly Properties[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties);
}

/** All that the role of one job may do. */
function allowedTo(job: string): readonly Statement[] {
  const id = `${job.charAt(0).toUpperCase()}${job.slice(1)}Role`;
  return resources('AWS::IAM::Policy')
    .filter(({ PolicyName }) => String(PolicyName).startsWith(id))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement as readonly Statement[]);
}

function actionsOf({ Action }: Statement): readonly string[] {
  return typeof Action === 'string' ? [Action] : Action;
}

function methodOf(path: string): readonly Properties[] {
  const found = Object.entries(template.findResources('AWS::ApiGateway::Resource')).find(
    ([, { Properties }]) => Properties.PathPart === path,
  );
  return resources('AWS::ApiGateway::Method').filter(
    ({ ResourceId }) => ResourceId.Ref === found?.[0],
  );
}

function key(hash: string, range: string): readonly object[] {
  return [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
}

describe('the stack', () => {
  it('is made offline, and cdk-nag finds nothing in it', () => {
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

  it('keeps every log for one week', () => {
    template.resourceCountIs('AWS::Logs::LogGroup', 5);
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
  });

  it('logs neither bodies nor addresses at the gateway', () => {
    const [stage] = resources('AWS::ApiGateway::Stage');
    expect(stage?.['MethodSettings']).toMatchObject([{ DataTraceEnabled: false }]);
    const format = String(stage?.['AccessLogSetting'].Format);
    expect(format).toContain('$context.requestId');
    expect(format).not.toMatch(/sourceIp|querystring|header|body|authorizer/iu);
  });
});

describe('what is secret', () => {
  it('is in no environment: there are names alone', () => {
    for (const { FunctionName, Environment } of resources('AWS::Lambda::Function')) {
      for (const [variable, value] of Object.entries(Environment.Variables)) {
        expect([FunctionName, variable, value]).toEqual([
          FunctionName,
          expect.stringMatching(/^(?:\w+_FROM_(?:SECRET|PARAMETER)|LEDGER_TABLE)$/u),
          expect.anything(),
        ]);
      }
    }
  });

  it('is nowhere in the template, not even as a reference that CloudFormation resolves', () => {
    expect(text).not.toMatch(/\{\{resolve:|SecretString|GenerateSecretString/u);
    expect(text).not.toMatch(/\b(?:AC|SK|HX)[0-9a-f]{32}\b/iu);
    for (const key of resources('AWS::ApiGateway::ApiKey')) expect(key).not.toHaveProperty('Value');
  });
});

describe('the way in', () => {
  it.each([
    ['trigger', 'POST', true],
    ['webhook', 'POST', false],
    ['health', 'GET', false],
  ] as const)('/%s takes %s, and whether it asks for a key is %s', (path, verb, asks) => {
    expect(methodOf(path)).toMatchObject([{ HttpMethod: verb, ApiKeyRequired: asks }]);
  });

  it('is known to the functions as the public address, which ends without a stroke', () => {
    const [parameter] = resources('AWS::SSM::Parameter');
    expect(parameter?.['Name']).toBe('/urmston/public-url');
    const parts: readonly unknown[] = parameter?.['Value']['Fn::Join'][1];
    expect(parts[0]).toBe('https://');
    expect(JSON.stringify(parts.at(-1))).not.toMatch(/\/"?$/u);
  });

  it('has no other', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 3);
    template.resourceCountIs('AWS::Lambda::Url', 0);
  });

  it('holds the key to 25 requests a second, 50 at once, and everybody to the same', () => {
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'TriggerEndpointPlan',
      Throttle: { RateLimit: 25, BurstLimit: 50 },
    });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 25, ThrottlingBurstLimit: 50 })],
    });
    template.hasResourceProperties('AWS::ApiGateway::ApiKey', {
      Name: 'UrmstonTownRegistrationKey',
      Enabled: true,
    });
  });
});

describe('the ledger', () => {
  it('can be put back to any moment of the last weeks, and outlives the stack', () => {
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

  it('has the keys and the indexes that the ledger asks for', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      KeySchema: key('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'open', KeySchema: key('openIn', 'openSince') },
        { IndexName: 'since', KeySchema: key('sinceIn', 'sinceAt') },
        { IndexName: 'list', KeySchema: key('listIn', 'listAt') },
      ].map((index) => Match.objectLike(index)),
    });
  });
});

describe('the queue', () => {
  it('gives back what failed and no more, and to two workers at most', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });

  it('lays aside what failed three times, and keeps it for two weeks', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 3 }),
      VisibilityTimeout: 180,
    });
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400 });
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  });
});

describe('a role', () => {
  it.each(JOBS)('of %s may do nothing in general and nothing to everything', (job) => {
    const statements = allowedTo(job);
    expect(statements.length).toBeGreaterThan(3);
    for (const statement of statements) {
      expect(statement.Effect).toBe('Allow');
      for (const action of actionsOf(statement)) expect(action).not.toContain('*');
      expect(JSON.stringify(statement.Resource)).not.toContain('*');
    }
  });

  it.each(JOBS)('of %s can neither delete from the ledger nor read all of it', (job) => {
    const actions = allowedTo(job).flatMap(actionsOf);
    expect(actions).toContain('dynamodb:PutItem');
    expect(actions.filter((action) => /Scan|Delete(?:Item|Table)/u.test(action))).toEqual([]);
  });

  it('is one for each function, and has no policy of AWS but that for the logs of the gateway', () => {
    template.resourceCountIs('AWS::IAM::Role', 4);
    const managed = resources('AWS::IAM::Role').flatMap(
      ({ ManagedPolicyArns }) => ManagedPolicyArns ?? [],
    );
    expect(JSON.stringify(managed)).toContain('AmazonAPIGatewayPushToCloudWatchLogs');
    expect(managed).toHaveLength(1);
  });

  it.each([
    ['webhook', ['auth-token']],
    ['worker', ['account-sid', 'auth-token']],
    ['trigger', ['account-sid', 'api-key', 'auth-token']],
  ] as const)('of %s reads these secrets and no others: %s', (job, secrets) => {
    const found = [
      ...JSON.stringify(allowedTo(job)).matchAll(/secret:[\w/]*\/(?<name>[\w-]+)-\?{6}/gu),
    ];
    expect(new Set(found.map(({ groups }) => groups?.['name']))).toEqual(new Set(secrets));
  });
});

describe('an alarm', () => {
  it.each([
    ...JOBS.flatMap((job) => [`${job}-errors`, `${job}-throttles`]),
    'gateway-faults',
    'dead-letters',
    'oldest-invite-seconds',
    'trigger-unknown-outcomes',
    'worker-unknown-outcomes',
  ])('for %s is told to somebody', (name) => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: `urmston-invite ${name}`,
      AlarmActions: [{ Ref: Match.stringLikeRegexp('^Alarms') }],
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'volunteer@example.org',
    });
  });

  it('for outcomes that nobody knows counts lines of the log', () => {
    template.resourcePropertiesCountIs(
      'AWS::Logs::MetricFilter',
      { FilterPattern: '{ ($.outcome = "unknown") || ($.message.outcome = "unknown") }' },
      2,
    );
  });
});
