import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  DataProtectionPolicy,
  LogGroup,
  RetentionDays,
  CustomDataIdentifier,
  DataIdentifier,
} from 'aws-cdk-lib/aws-logs';

/** Creates a log group that keeps lines for one week and masks personal data and secrets. */
export function weeklyLogGroup(stack: Stack, id: string, logGroupName?: string): LogGroup {
  return new LogGroup(stack, id, {
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    dataProtectionPolicy: new DataProtectionPolicy({
      name: 'urmston-invite',
      description: 'Phone numbers, addresses and secrets are masked.',
      identifiers: [...redactedData()],
    }),
    ...(logGroupName === undefined ? {} : { logGroupName }),
  });
}

/** The characters around a value, since AWS's expressions have no word boundary. */
const EDGE = '[^0-9a-zA-Z]';

/**
 * Patterns for data that AWS has no identifier for. AWS's expressions have no groups, no colon and no
 * quotation mark. None of the patterns matches what the log may contain: tags have 12 digits, SIDs begin
 * with other letters, and request ids have dashes.
 */
export const REDACTED_PATTERNS: { readonly [name: string]: string } = {
  InternationalPhone: '\\+[1-9][0-9]{7,14}',
  BritishMobile: `${EDGE}0?7[0-9]{9}${EDGE}`,
  TwilioAccount: 'AC[0-9a-fA-F]{32}',
  TwilioApiKey: 'SK[0-9a-fA-F]{32}',
  TwilioSecret: `${EDGE}[0-9a-zA-Z]{32}${EDGE}`,
  GatewayKey: `${EDGE}[0-9a-zA-Z]{40}${EDGE}`,
};

/**
 * The data that CloudWatch Logs masks: a second protection, for what an error or a library logs. The
 * first is the type of the log lines.
 */
function redactedData(): readonly DataIdentifier[] {
  return [
    DataIdentifier.PHONENUMBER_GB,
    DataIdentifier.EMAILADDRESS,
    DataIdentifier.AWSSECRETKEY,
    ...Object.entries(REDACTED_PATTERNS).map(
      ([name, pattern]) => new CustomDataIdentifier(name, pattern),
    ),
  ];
}
