import { beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { TREATMENTS } from '../../../src/adapters/storage/erasure/item-kinds.ts';
import {
  aliasKey,
  answerKey,
  answeringKey,
  messageKey,
  optOutKey,
  playerKey,
  replyKey,
  userKey,
} from '../../../src/adapters/storage/layout.ts';
import { PARAMETERS, SECRETS } from '../../../src/aws/names.ts';
import { JOBS, type Job } from '../../../src/aws/stack/jobs.ts';
import type { MessageSid } from '../../../src/domain/delivery/ids.ts';
import type { KeyedHash } from '../../../src/domain/delivery/keyed-hash.ts';
import {
  ACCOUNT,
  policyStatements,
  isAllowed,
  asArray,
  propertiesOf,
  resolved,
  resourcesOf,
  type Properties,
  type Resource,
  type Statement,
} from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';

let made: CloudTemplate;
let operator: readonly Statement[];
let eraser: readonly Statement[];
beforeAll(() => {
  made = synthesise().template ?? {};
  operator = policyNamed('urmston-invite-operator')?.Properties['PolicyDocument'].Statement;
  eraser = policyNamed('urmston-invite-eraser')?.Properties['PolicyDocument'].Statement;
});

function policyNamed(name: string): Resource | undefined {
  const policies = resourcesOf(made, 'AWS::IAM::ManagedPolicy');
  return policies.find(({ Properties }) => Properties['ManagedPolicyName'] === name);
}

/** The ARN of a secret. AWS appends six characters to its name. */
function secretArn(name: string): string {
  return `arn:aws:secretsmanager:eu-north-1:${ACCOUNT}:secret:${name}-aB3xY9`;
}

function arnOf(type: string, suffix = ''): string {
  const [resource] = resourcesOf(made, type);
  return `${resource?.id}.Arn${suffix}`;
}

const READS: {
  readonly [job in Job]: { secrets: readonly string[]; parameters: readonly string[] };
} = {
  trigger: {
    secrets: ['accountSid', 'authToken', 'apiKey', 'ledgerKey'],
    parameters: ['phoneNumber', 'templateSid', 'publicUrl'],
  },
  webhook: { secrets: ['authToken', 'ledgerKey'], parameters: ['publicUrl'] },
  worker: {
    secrets: ['accountSid', 'authToken', 'ledgerKey'],
    parameters: ['phoneNumber', 'templateSid', 'publicUrl'],
  },
};

describe('a role', () => {
  it.each(JOBS)('of %s has no wildcard for actions or resources', (job) => {
    const statements = policyStatements(made, job);
    expect(statements.length).toBeGreaterThan(3);
    for (const { Effect, Action, Resource } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of asArray(Action)) expect(action).not.toContain('*');
      expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  it.each(JOBS)('of %s reads the secrets it needs and no others', (job) => {
    const read = Object.entries(SECRETS).filter(([, name]) =>
      isAllowed(policyStatements(made, job), 'secretsmanager:GetSecretValue', secretArn(name)),
    );
    expect(read.map(([setting]) => setting).toSorted()).toEqual(READS[job].secrets.toSorted());
  });

  it('of the webhook cannot read the account, the key of /trigger or another secret', () => {
    for (const name of [SECRETS.accountSid, SECRETS.apiKey, 'urmston/other']) {
      expect(
        isAllowed(
          policyStatements(made, 'webhook'),
          'secretsmanager:GetSecretValue',
          secretArn(name),
        ),
      ).toBe(false);
    }
  });

  it.each(JOBS)('of %s reads the parameters it needs and no others', (job) => {
    const read = Object.entries(PARAMETERS).filter(([, name]) =>
      isAllowed(
        policyStatements(made, job),
        'ssm:GetParameter',
        `arn:aws:ssm:eu-north-1:${ACCOUNT}:parameter${name}`,
      ),
    );
    expect(read.map(([setting]) => setting).toSorted()).toEqual(READS[job].parameters.toSorted());
  });

  it.each(JOBS)(
    'of %s calls these services alone, and can neither delete nor administer',
    (job) => {
      const actions = policyStatements(made, job).flatMap(({ Action }) => asArray(Action));
      const ofQueue =
        job === 'worker'
          ? [
              'sqs:ChangeMessageVisibility',
              'sqs:DeleteMessage',
              'sqs:GetQueueAttributes',
              'sqs:GetQueueUrl',
              'sqs:ReceiveMessage',
            ]
          : [];
      expect([...actions].toSorted()).toEqual(
        [
          'dynamodb:BatchGetItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'secretsmanager:GetSecretValue',
          ...ofQueue,
          'ssm:GetParameter',
        ].toSorted(),
      );
    },
  );

  it.each(JOBS)('of %s writes its own log and no other', (job) => {
    const groups = resourcesOf(made, 'AWS::Logs::LogGroup').filter(({ id }) =>
      isAllowed(policyStatements(made, job), 'logs:PutLogEvents', `${id}.Arn`),
    );
    expect(groups).toHaveLength(1);
    expect(groups[0]?.id.toLowerCase()).toContain(job);
  });

  it('is one for each function, and has no managed policy of AWS but that for the gateway’s logs', () => {
    const roles = resourcesOf(made, 'AWS::IAM::Role');
    expect(roles).toHaveLength(4);
    const used = propertiesOf(made, 'AWS::Lambda::Function').map(({ Role }) => resolved(Role));
    expect(new Set(used).size).toBe(3);
    const managed = roles.flatMap(({ Properties }) => Properties['ManagedPolicyArns'] ?? []);
    expect(JSON.stringify(managed)).toContain('AmazonAPIGatewayPushToCloudWatchLogs');
    expect(managed).toHaveLength(1);
  });
});

describe('an operator at a terminal', () => {
  it('has a policy with a fixed name, which is an output of the deployment', () => {
    const outputs = Template.fromJSON(made);
    const [own, more] = ['urmston-invite-operator', 'urmston-invite-eraser'].map(policyNamed);
    outputs.hasOutput('OperatorPolicyArn', { Value: { Ref: own?.id } });
    outputs.hasOutput('EraserPolicyArn', { Value: { Ref: more?.id } });
  });

  it.each([
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
  ])('may call on the ledger: %s', (action) => {
    expect(isAllowed(operator, action, arnOf('AWS::DynamoDB::Table'))).toBe(true);
  });

  it('may query each index', () => {
    const [table] = propertiesOf(made, 'AWS::DynamoDB::Table');
    for (const { IndexName } of table?.['GlobalSecondaryIndexes'] ?? []) {
      const index = arnOf('AWS::DynamoDB::Table', `/index/${IndexName}`);
      expect(isAllowed(operator, 'dynamodb:Query', index)).toBe(true);
    }
  });

  it('puts messages on the queue, and receives none from it', () => {
    const queues = resourcesOf(made, 'AWS::SQS::Queue');
    const [invites] = queues.filter(({ Properties }) => Boolean(Properties['RedrivePolicy']));
    const [letters] = queues.filter(({ Properties }) => !Properties['RedrivePolicy']);
    expect(isAllowed(operator, 'sqs:SendMessage', `${invites?.id}.Arn`)).toBe(true);
    expect(isAllowed(operator, 'sqs:ReceiveMessage', `${invites?.id}.Arn`)).toBe(false);
    expect(isAllowed(operator, 'sqs:SendMessage', `${letters?.id}.Arn`)).toBe(false);
  });

  it('replaces the players of earlier lists, and deletes nothing else', () => {
    const deleting = operator.filter(({ Action }) =>
      asArray(Action).some((action) => /BatchWrite|Delete/u.test(action)),
    );
    expect(deleting).toMatchObject([
      {
        Action: 'dynamodb:DeleteItem',
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['*#players'] },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
    ]);
  });

  it('reads the ledger key, no other secret and no parameter', () => {
    const read = Object.entries(SECRETS).filter(([, name]) =>
      isAllowed(operator, 'secretsmanager:GetSecretValue', secretArn(name)),
    );
    expect(read.map(([setting]) => setting)).toEqual(['ledgerKey']);
    const actions = operator.flatMap(({ Action }) => asArray(Action));
    expect(actions.filter((action) => /^(?:ssm|secretsmanager|logs):/u.test(action))).toEqual([
      'secretsmanager:GetSecretValue',
    ]);
  });
});

describe('an operator who erases personal data', () => {
  it('may scan the whole ledger, unlike any other, and delete inbound messages', () => {
    const table = arnOf('AWS::DynamoDB::Table');
    expect(isAllowed(eraser, 'dynamodb:Scan', table)).toBe(true);
    expect(isAllowed(operator, 'dynamodb:Scan', table)).toBe(false);
    expect(eraser).toMatchObject([
      { Action: 'dynamodb:Scan' },
      {
        Action: 'dynamodb:DeleteItem',
        Condition: {
          'ForAllValues:StringLike': {
            'dynamodb:LeadingKeys': [
              '*#reply#*',
              '*#user#*',
              '*#alias#*',
              '*#answering#*',
              '*#early#*',
              '*#answer#*',
              '*#players',
            ],
          },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
      },
      { Action: 'sqs:GetQueueAttributes' },
      { Action: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'] },
    ]);
  });

  it('may read and delete dead letters, and read nothing else on the queue', () => {
    const [letters, invites] = ['DeadLetters', 'Invites'].map((name) => {
      const queue = resourcesOf(made, 'AWS::SQS::Queue').find(({ id }) => id.startsWith(name));
      return `${queue?.id}.Arn`;
    });
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage']) {
      expect(isAllowed(eraser, action, letters ?? '')).toBe(true);
      expect(isAllowed(eraser, action, invites ?? '')).toBe(false);
    }
  });

  it.each(Object.entries(TREATMENTS))(
    'may delete an item of the kind %s if erasure deletes it: %s',
    (kind, treatment) => {
      // An answer of an older version is replaced by one under a keyed hash.
      const isDeleted = treatment === 'deleted' || kind === 'answer';
      const pks = [`live#${kind}`, `live#${kind}#${'a'.repeat(64)}`];
      expect(pks.some(isDeletable)).toBe(isDeleted);
    },
  );

  it.each([
    [replyKey('live', `SM${'a'.repeat(32)}` as MessageSid), true],
    [userKey('live', 'GB.1a2b'), true],
    [aliasKey('live', 'a'.repeat(64) as KeyedHash), true],
    [answeringKey('live', `SM${'a'.repeat(32)}` as MessageSid), true],
    [answerKey('live', 'a'.repeat(64)), true],
    [
      playerKey('live', {
        player: 'John Smith',
        team: 'Panthers u11s',
        phone: '+447700900123',
      }),
      true,
    ],
    [messageKey('live', 'a'.repeat(64) as KeyedHash), false],
    [optOutKey('live', 'a'.repeat(64) as KeyedHash), false],
  ])('may delete an item at %j: %s', ({ pk }, expected) => {
    expect(isDeletable(pk)).toBe(expected);
  });
});

/** Whether the policy lets an eraser delete the items of a partition. */
function isDeletable(pk: string): boolean {
  const [, { Condition } = {}] = eraser;
  const patterns: readonly string[] = (Condition as Properties)['ForAllValues:StringLike'][
    'dynamodb:LeadingKeys'
  ];
  return patterns.some((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`, 'u').test(pk));
}
