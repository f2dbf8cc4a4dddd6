import {
  CfnOutput,
  Stack,
  type App,
  Validations,
  LegacyStackSynthesizer,
  type IStackSynthesizer,
} from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { IConstruct } from 'constructs';
import { PARAMETERS, REGION } from '../names.ts';
import { alarms } from './alarms.ts';
import { firewall } from './firewall.ts';
import { gateway } from './gateway.ts';
import { inviteQueue } from './invite-queue.ts';
import { jobFunction } from './job-function.ts';
import { ledgerTable } from './ledger-table.ts';
import { eraserPolicy, operatorPolicy } from './permissions.ts';
import type { StackOptions } from './stack-options.ts';

/** The stack of the whole service. `jobs.ts` lists the permissions, `names.ts` the names. */
export function inviteStack(app: App, options: StackOptions): Stack {
  const { codeFolder, alarmEmail, hasFirewall, isConcurrencyReserved, guards } = options;
  const stack = new Stack(app, 'UrmstonInvite', {
    env: { region: REGION },
    description: 'Registration invites by WhatsApp: trigger, webhook, queue and ledger.',
    terminationProtection: true,
  });
  const table = ledgerTable(stack, options.restoredTable);
  const parts = { table, codeFolder, isConcurrencyReserved, guards };
  const functions = {
    trigger: jobFunction(stack, 'trigger', parts),
    webhook: jobFunction(stack, 'webhook', parts),
    worker: jobFunction(stack, 'worker', parts),
  };
  const queues = inviteQueue(stack, functions.worker);
  const api = gateway(stack, functions);
  // The functions read it by name: in their environment it would be a circular dependency.
  const publicUrl = new StringParameter(stack, 'PublicUrl', {
    parameterName: PARAMETERS.publicUrl,
    // Without the trailing slash of the gateway's own address.
    stringValue: `https://${api.restApiId}.execute-api.${stack.region}.${stack.urlSuffix}/${api.deploymentStage.stageName}`,
  });
  alarms(stack, { functions, queues, api }, alarmEmail);
  if (hasFirewall) firewall(stack, api);
  const operators = operatorPolicy(stack, { table, queue: queues.queue });
  const eraser = eraserPolicy(stack, { table, ...queues });
  acceptFindings(stack, api, hasFirewall);
  new CfnOutput(stack, 'Url', { value: publicUrl.stringValue });
  new CfnOutput(stack, 'LedgerTable', { value: table.tableName });
  new CfnOutput(stack, 'InviteQueueUrl', { value: queues.queue.queueUrl });
  new CfnOutput(stack, 'DeadLettersArn', { value: queues.deadLetters.queueArn });
  new CfnOutput(stack, 'OperatorPolicyArn', { value: operators.managedPolicyArn });
  new CfnOutput(stack, 'EraserPolicyArn', { value: eraser.managedPolicyArn });
  return stack;
}

const LOG_POLICY =
  'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';

/** Accepts findings of cdk-nag, each with the reason. */
function acceptFindings(stack: Stack, api: RestApi, hasFirewall: boolean): void {
  if (!hasFirewall) {
    accept(
      stack,
      'APIG3',
      'A firewall costs more each month than the rest of the stack; key, signature and throttle protect the API.',
    );
  }
  accept(
    stack,
    'APIG4',
    'The callers are machines: /trigger needs a key, /webhook a signature; /health returns no personal data.',
  );
  accept(stack, 'COG4', 'No person signs in here, so there is no user pool.');
  accept(
    api,
    `IAM4[${LOG_POLICY}]`,
    'API Gateway writes its logs with the policy that AWS provides for that.',
  );
}

function accept(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}

/** CloudFormation creates budgets in this region only. A budget covers the whole account. */
const REGION_OF_BUDGETS = 'us-east-1';

/** In percent of the budget: the actual cost, and AWS's forecast for the month. */
const NOTIFICATIONS = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** Sends an e-mail when the account's monthly cost is too high. It stops nothing. */
export function budgetStack(app: App, dollars: number, email: string): Stack {
  const stack = new Stack(app, 'UrmstonInviteBudget', {
    env: { region: REGION_OF_BUDGETS },
    description: 'Registration invites by WhatsApp: who gets the notice of the bill.',
    // It needs no bucket, so this region does not have to be bootstrapped. The type of the CDK does not
    // allow the undefined qualifier.
    synthesizer: new LegacyStackSynthesizer() as IStackSynthesizer,
  });
  new CfnBudget(stack, 'Budget', {
    budget: {
      budgetName: 'urmston-invite',
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: dollars, unit: 'USD' },
    },
    notificationsWithSubscribers: NOTIFICATIONS.map((notification) => ({
      notification: {
        ...notification,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address: email }],
    })),
  });
  return stack;
}
