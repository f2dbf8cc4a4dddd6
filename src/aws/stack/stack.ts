import { CfnOutput, Stack, type App } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { acceptFindings } from './accepted-findings.ts';
import { alarms } from './alarms.ts';
import { firewall } from './api/firewall.ts';
import { gateway } from './api/gateway.ts';
import { inviteQueue } from './invite-queue.ts';
import { jobFunction } from './job-function.ts';
import { ledgerTable } from './ledger-table.ts';
import { PARAMETERS, REGION } from '../names.ts';
import { eraserPolicy, operatorPolicy } from './operator-policy.ts';
import type { StackOptions } from './stack-options.ts';

/** The whole service on AWS. What it is given stands in `jobs.ts`, what it is called in `names.ts`. */
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
  // The functions read it by name: if their environment held it, each would wait for the other.
  const publicUrl = new StringParameter(stack, 'PublicUrl', {
    parameterName: PARAMETERS.publicUrl,
    // Without the stroke that the gateway's own address ends in.
    stringValue: `https://${api.restApiId}.execute-api.${stack.region}.${stack.urlSuffix}/${api.deploymentStage.stageName}`,
  });
  alarms(stack, { functions, queues, api }, alarmEmail);
  if (hasFirewall) firewall(stack, api);
  const operators = operatorPolicy(stack, { table, queue: queues.queue });
  const eraser = eraserPolicy(stack, table);
  acceptFindings(stack, api, hasFirewall);
  new CfnOutput(stack, 'Url', { value: publicUrl.stringValue });
  new CfnOutput(stack, 'LedgerTable', { value: table.tableName });
  new CfnOutput(stack, 'InviteQueueUrl', { value: queues.queue.queueUrl });
  new CfnOutput(stack, 'DeadLettersArn', { value: queues.deadLetters.queueArn });
  new CfnOutput(stack, 'OperatorPolicyArn', { value: operators.managedPolicyArn });
  new CfnOutput(stack, 'EraserPolicyArn', { value: eraser.managedPolicyArn });
  return stack;
}
