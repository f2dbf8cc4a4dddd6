import { beforeAll, describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import {
  answerItem,
  messageItem,
  optOutItem,
  playerItem,
  replyItem,
  sidItem,
  userItem,
  type ItemKey,
} from '../../src/adapters/ledger/dynamo-layout.ts';
import { JOBS, type Job } from '../../src/aws/jobs.ts';
import { PARAMETERS, SECRETS } from '../../src/aws/names.ts';
import type { MessageKey } from '../../src/domain/message.ts';
import type { PhoneHash } from '../../src/domain/opt-out.ts';
import type { MessageSid } from '../../src/domain/outcome.ts';
import {
  ACCOUNT,
  allowedTo,
  fits,
  isAllowed,
  listed,
  propertiesOf,
  resolved,
  resourcesOf,
  type Statement,
} from '../support/stack-template.ts';
import { synthesise, type CloudTemplate } from '../support/synthesised-stack.ts';

const SID = `MM${'0'.repeat(32)}` as MessageSid;

let made: CloudTemplate;
let operator: readonly Statement[];
let eraser: readonly Statement[];
beforeAll(() => {
  made = synthesise().template ?? {};
  operator = allowedBy('urmston-invite-operator');
  eraser = allowedBy('urmston-invite-forget');
});

function allowedBy(policy: string): readonly Statement[] {
  const [found] = propertiesOf(made, 'AWS::IAM::ManagedPolicy').filter(
    ({ ManagedPolicyName }) => ManagedPolicyName === policy,
  );
  return found?.['PolicyDocument'].Statement ?? [];
}

/** Whether the statements let somebody delete an item of the ledger. */
function mayDelete(statements: readonly Statement[], { pk }: ItemKey): boolean {
  const deleting = statements.filter(({ Action }) =>
    listed(Action).some((action) => /BatchWrite|Delete/u.test(action)),
  );
  return deleting.some(({ Condition }) => {
    const { 'ForAllValues:StringLike': like, Null } = Condition as Conditions;
    if (Null['dynamodb:LeadingKeys'] !== 'false') return true;
    return like['dynamodb:LeadingKeys'].some((pattern) => fits(pattern, pk));
  });
}

type Conditions = {
  readonly 'ForAllValues:StringLike': { readonly 'dynamodb:LeadingKeys': readonly string[] };
  readonly Null: { readonly 'dynamodb:LeadingKeys'?: string };
};

/** As AWS names a secret: with six characters of its own. */
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
    secrets: ['accountSid', 'authToken', 'apiKey'],
    parameters: ['phoneNumber', 'templateSid', 'publicUrl'],
  },
  webhook: { secrets: ['authToken'], parameters: ['publicUrl'] },
  worker: {
    secrets: ['accountSid', 'authToken'],
    parameters: ['phoneNumber', 'templateSid', 'publicUrl'],
  },
};

describe('a role', () => {
  it.each(JOBS)('of %s may do nothing in general and nothing to everything', (job) => {
    const statements = allowedTo(made, job);
    expect(statements.length).toBeGreaterThan(3);
    for (const { Effect, Action, Resource } of statements) {
      expect(Effect).toBe('Allow');
      for (const action of listed(Action)) expect(action).not.toContain('*');
      expect(JSON.stringify(Resource)).not.toContain('*');
    }
  });

  it.each(JOBS)('of %s reads the secrets it needs and no others', (job) => {
    const read = Object.entries(SECRETS).filter(([, name]) =>
      isAllowed(allowedTo(made, job), 'secretsmanager:GetSecretValue', secretArn(name)),
    );
    expect(read.map(([setting]) => setting).toSorted()).toEqual(READS[job].secrets.toSorted());
  });

  it('of the webhook cannot read the account, the key of /trigger or another secret', () => {
    for (const name of [SECRETS.accountSid, SECRETS.apiKey, 'urmston/other']) {
      expect(
        isAllowed(allowedTo(made, 'webhook'), 'secretsmanager:GetSecretValue', secretArn(name)),
      ).toBe(false);
    }
  });

  it.each(JOBS)('of %s reads the parameters it needs and no others', (job) => {
    const read = Object.entries(PARAMETERS).filter(([, name]) =>
      isAllowed(
        allowedTo(made, job),
        'ssm:GetParameter',
        `arn:aws:ssm:eu-north-1:${ACCOUNT}:parameter${name}`,
      ),
    );
    expect(read.map(([setting]) => setting).toSorted()).toEqual(READS[job].parameters.toSorted());
  });

  it.each(JOBS)(
    'of %s calls these services alone, and can neither delete nor administer',
    (job) => {
      const actions = allowedTo(made, job).flatMap(({ Action }) => listed(Action));
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
      isAllowed(allowedTo(made, job), 'logs:PutLogEvents', `${id}.Arn`),
    );
    expect(groups).toHaveLength(1);
    expect(groups[0]?.id.toLowerCase()).toContain(job);
  });

  it('is one for each function, and has no policy of AWS but that for the logs of the gateway', () => {
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
  it.each([
    ['urmston-invite-operator', 'OperatorPolicyArn'],
    ['urmston-invite-forget', 'ForgetPolicyArn'],
  ])('is allowed under the name %s, which is told at the end of a deployment', (name, output) => {
    const [policy] = resourcesOf(made, 'AWS::IAM::ManagedPolicy').filter(
      ({ Properties }) => Properties['ManagedPolicyName'] === name,
    );
    expect(policy).toBeDefined();
    Template.fromJSON(made).hasOutput(output, { Value: { Ref: policy?.id } });
  });

  it.each([
    'dynamodb:BatchGetItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
  ])('may use the ledger: %s', (action) => {
    expect(isAllowed(operator, action, arnOf('AWS::DynamoDB::Table'))).toBe(true);
  });

  it('may ask each index', () => {
    const [table] = propertiesOf(made, 'AWS::DynamoDB::Table');
    for (const { IndexName } of table?.['GlobalSecondaryIndexes'] ?? []) {
      const index = arnOf('AWS::DynamoDB::Table', `/index/${IndexName}`);
      expect(isAllowed(operator, 'dynamodb:Query', index)).toBe(true);
    }
  });

  it('puts messages on the queue, and takes none from it', () => {
    const queues = resourcesOf(made, 'AWS::SQS::Queue');
    const [invites] = queues.filter(({ Properties }) => Boolean(Properties['RedrivePolicy']));
    const [letters] = queues.filter(({ Properties }) => !Properties['RedrivePolicy']);
    expect(isAllowed(operator, 'sqs:SendMessage', `${invites?.id}.Arn`)).toBe(true);
    expect(isAllowed(operator, 'sqs:ReceiveMessage', `${invites?.id}.Arn`)).toBe(false);
    expect(isAllowed(operator, 'sqs:SendMessage', `${letters?.id}.Arn`)).toBe(false);
  });

  it.each<readonly [string, ItemKey, boolean, boolean]>([
    ['players of earlier lists', playerItem('live', 'a', 'b', 'c'), true, true],
    ['replies', replyItem('live', '+447700900123', SID), false, true],
    ['who wrote under which user id', userItem('live', 'GB.1234'), false, true],
    ['messages', messageItem('live', 'a'.repeat(64) as MessageKey), false, false],
    ['answers to parents', messageItem('live#answers', 'a'.repeat(64) as MessageKey), false, false],
    ['opt-outs', optOutItem('live', 'a'.repeat(64) as PhoneHash), false, false],
    ['what leads to a message', sidItem('live', SID), false, false],
    ['what was answered once', answerItem('live', 'mend'), false, false],
  ])('may delete %s, or not, to send and to forget', (_what, item, toSend, toForget) => {
    expect([mayDelete(operator, item), mayDelete(eraser, item)]).toEqual([toSend, toForget]);
  });

  it('looks through the whole table to forget alone', () => {
    const table = arnOf('AWS::DynamoDB::Table');
    expect(isAllowed(operator, 'dynamodb:Scan', table)).toBe(false);
    expect(isAllowed(eraser, 'dynamodb:Scan', table)).toBe(true);
  });

  it('reads no secret and no parameter', () => {
    for (const name of Object.values(SECRETS)) {
      expect(isAllowed(operator, 'secretsmanager:GetSecretValue', secretArn(name))).toBe(false);
    }
    expect(JSON.stringify([operator, eraser])).not.toMatch(/ssm:|secretsmanager:|logs:/u);
  });
});
