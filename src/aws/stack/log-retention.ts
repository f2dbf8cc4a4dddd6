import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { DataProtectionPolicy, LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { redacted } from './log-redaction.ts';

/** A log that is kept for one week, and shows nobody what should never have got into it. */
export function weekOfLogs(stack: Stack, id: string, logGroupName?: string): LogGroup {
  return new LogGroup(stack, id, {
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    dataProtectionPolicy: new DataProtectionPolicy({
      name: 'urmston-invite',
      description: 'Phone numbers, addresses and secrets are masked.',
      identifiers: [...redacted()],
    }),
    ...(logGroupName === undefined ? {} : { logGroupName }),
  });
}
