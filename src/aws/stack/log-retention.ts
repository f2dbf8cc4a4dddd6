import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  DataProtectionPolicy,
  LogGroup,
  RetentionDays,
  CustomDataIdentifier,
  DataIdentifier,
} from 'aws-cdk-lib/aws-logs';

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

/** What stands before and after a value, since AWS takes no other mark of where a word ends. */
const EDGE = '[^0-9a-zA-Z]';

/**
 * What AWS does not know by itself. Its expressions have no groups, no colon and no quotation mark.
 * None of them fits what the log may hold: tags have 12 digits, SIDs begin otherwise, and ids of
 * requests have dashes.
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
 * What CloudWatch Logs masks, wherever it turns up: a second net, for what a fault or a library writes.
 * The first is that the log's own type has no place for it.
 */
function redacted(): readonly DataIdentifier[] {
  return [
    DataIdentifier.PHONENUMBER_GB,
    DataIdentifier.EMAILADDRESS,
    DataIdentifier.AWSSECRETKEY,
    ...Object.entries(REDACTED_PATTERNS).map(
      ([name, pattern]) => new CustomDataIdentifier(name, pattern),
    ),
  ];
}
