import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { JOB_FACTS, JOBS } from '../../../src/aws/stack/jobs.ts';
import { stackOptions } from '../../../src/aws/stack/stack-options.ts';
import {
  ACCOUNT,
  policyStatements,
  isAllowed,
  propertiesOf,
  resolved,
  resourcesOf,
} from '../../support/aws/stack-template.ts';
import { synthesise } from '../../support/aws/synthesised-stack.ts';

function options(context: { readonly [name: string]: unknown }): ReturnType<typeof stackOptions> {
  return stackOptions((name) => context[name]);
}

describe('the options of the stack', () => {
  it('are all off by default', () => {
    expect(options({})).toEqual({
      codeFolder: 'dist-aws',
      alarmEmail: null,
      budget: null,
      hasFirewall: false,
      isConcurrencyReserved: false,
      guards: {},
      restoredTable: null,
    });
  });

  it('have a budget once there is an address to notify', () => {
    const email = 'volunteer@example.org';
    expect(options({ alarmEmail: email }).budget).toEqual({ dollars: 10, email });
    expect(options({ alarmEmail: email, budgetDollars: '25' }).budget).toEqual({
      dollars: 25,
      email,
    });
  });

  it.each([
    [{ waf: 'yes' }, 'The option waf has to be true or false.'],
    [{ reservedConcurrency: '1' }, 'The option reservedConcurrency has to be true or false.'],
    [{ alarmEmail: 'nobody' }, 'The option alarmEmail has to be the address of a mailbox.'],
    [{ teams: ' , ' }, 'The option teams has to be names with commas between them'],
    [{ sendHours: '8-9' }, 'The option sendHours has to be two times of the day in the UK'],
    [{ restoredTable: '#' }, 'The option restoredTable has to be the name of a table.'],
    [{ dailyLimit: 'many' }, 'The option dailyLimit has to be a number of people, as 250.'],
    [{ budgetDollars: '5' }, 'The option budgetDollars needs alarmEmail: whom to tell.'],
    [
      { alarmEmail: 'a@example.org', budgetDollars: '-5' },
      'The option budgetDollars has to be a number of dollars above 0.',
    ],
  ])('are refused if malformed: %j', (context, message) => {
    expect(() => options(context)).toThrow(message);
  });
});

describe('without options', () => {
  it('there is no firewall, no budget and no reserved concurrency', () => {
    const { template, budgetTemplate } = synthesise();
    const made = Template.fromJSON(template ?? {});
    made.resourceCountIs('AWS::WAFv2::WebACL', 0);
    for (const properties of propertiesOf(template ?? {}, 'AWS::Lambda::Function')) {
      expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
    }
    expect(budgetTemplate).toBeNull();
  });
});

describe('with all options', () => {
  const { exitCode, output, template, budgetTemplate } = synthesise({
    waf: 'true',
    reservedConcurrency: 'true',
    alarmEmail: 'volunteer@example.org',
    budgetDollars: '25',
    sendHours: '09:00-19:00',
    teams: 'Panthers u11s, Lions',
    dailyLimit: '1000',
  });
  const made = template ?? {};

  it('cdk-nag finds nothing, with its finding of a missing firewall no longer suppressed', () => {
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
  });

  it('the managed rules protect the stage, except for the webhook', () => {
    const [acl] = resourcesOf(made, 'AWS::WAFv2::WebACL');
    const [association] = propertiesOf(made, 'AWS::WAFv2::WebACLAssociation');
    const [stage] = resourcesOf(made, 'AWS::ApiGateway::Stage');
    expect(association?.['WebACLArn']).toEqual({ 'Fn::GetAtt': [acl?.id, 'Arn'] });
    expect(resolved(association?.['ResourceArn'])).toContain(`/stages/${stage?.id}`);
    const [{ Statement }] = resolved(acl?.Properties['Rules']) as [{ Statement: object }];
    expect(Statement).toMatchObject({
      ManagedRuleGroupStatement: {
        VendorName: 'AWS',
        Name: 'AWSManagedRulesCommonRuleSet',
        ScopeDownStatement: {
          NotStatement: {
            Statement: {
              ByteMatchStatement: {
                FieldToMatch: { UriPath: {} },
                PositionalConstraint: 'EXACTLY',
                SearchString: `/${stage?.id}/webhook`,
              },
            },
          },
        },
      },
    });
  });

  it('the firewall stores no sampled requests, which would show the key', () => {
    const text = JSON.stringify(resourcesOf(made, 'AWS::WAFv2::WebACL'));
    expect(text.match(/"SampledRequestsEnabled":\w+/gu)).toEqual([
      '"SampledRequestsEnabled":false',
      '"SampledRequestsEnabled":false',
    ]);
  });

  it.each([
    ['urmston-town-registration-whatsapp', 50],
    ['urmston-town-registration-whatsapp-webhook', 50],
    ['urmston-town-registration-whatsapp-worker', 2],
  ])('%s has a reserved concurrency of %i', (FunctionName, most) => {
    Template.fromJSON(made).hasResourceProperties('AWS::Lambda::Function', {
      FunctionName,
      ReservedConcurrentExecutions: most,
    });
  });

  it.each([
    ['urmston-town-registration-whatsapp', '09:00-19:00', '1000'],
    ['urmston-town-registration-whatsapp-worker', '09:00-19:00', '1000'],
    ['urmston-town-registration-whatsapp-webhook', undefined, undefined],
  ])('%s has these send hours and daily limit, if it sends', (name, hours, limit) => {
    const [found] = propertiesOf(made, 'AWS::Lambda::Function').filter(
      ({ FunctionName }) => FunctionName === name,
    );
    const { SEND_HOURS, DAILY_LIMIT } = found?.['Environment'].Variables ?? {};
    expect([SEND_HOURS, DAILY_LIMIT]).toEqual([hours, limit]);
  });

  it('the budget notifies at its actual and its forecast costs', () => {
    Template.fromJSON(budgetTemplate ?? {}).hasResourceProperties('AWS::Budgets::Budget', {
      Budget: Match.objectLike({
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: 25, Unit: 'USD' },
      }),
      NotificationsWithSubscribers: ['ACTUAL', 'FORECASTED'].map((NotificationType) =>
        Match.objectLike({
          Notification: Match.objectLike({ NotificationType, ThresholdType: 'PERCENTAGE' }),
          Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'volunteer@example.org' }],
        }),
      ),
    });
  });
});

describe('with a restored table', () => {
  const { exitCode, output, template } = synthesise({ restoredTable: 'ledger-restored' });
  const made = template ?? {};
  const ARN = `arn:aws:dynamodb:eu-north-1:${ACCOUNT}:table/ledger-restored`;

  it('the stack has no table of its own, and leaves the other unchanged', () => {
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
    Template.fromJSON(made).resourceCountIs('AWS::DynamoDB::Table', 0);
    Template.fromJSON(made).hasOutput('LedgerTable', { Value: 'ledger-restored' });
  });

  it.each(JOBS)('%s uses it, and has permission to', (job) => {
    const { functionName } = JOB_FACTS[job];
    Template.fromJSON(made).hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: functionName,
      Environment: { Variables: Match.objectLike({ LEDGER_TABLE: 'ledger-restored' }) },
    });
    expect(isAllowed(policyStatements(made, job), 'dynamodb:UpdateItem', ARN)).toBe(true);
    expect(isAllowed(policyStatements(made, job), 'dynamodb:Query', `${ARN}/index/open`)).toBe(
      true,
    );
  });
});
