import { InviteError, type LedgerReason } from '../../../domain/problem/problem.ts';

type Reasons = { readonly [name: string]: LedgerReason };

/** DynamoDB's errors, by name, that are the world's doing and not the tool's. */
const REASONS: Reasons = {
  AccessDeniedException: 'aws_refused',
  CredentialsProviderError: 'aws_refused',
  ExpiredTokenException: 'aws_refused',
  IncompleteSignatureException: 'aws_refused',
  InvalidSignatureException: 'aws_refused',
  MissingAuthenticationTokenException: 'aws_refused',
  UnrecognizedClientException: 'aws_refused',
  ResourceNotFoundException: 'no_such_table',
  InternalServerError: 'aws_unreachable',
  LimitExceededException: 'busy',
  ProvisionedThroughputExceededException: 'busy',
  RequestLimitExceeded: 'busy',
  ServiceUnavailable: 'aws_unreachable',
  ThrottlingException: 'busy',
  TimeoutError: 'aws_unreachable',
};

/** Node's codes for a connection that did not come about, or broke. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * What AWS or the way there refuses becomes a reason to stop; anything else is a fault in the tool.
 * The SDK's own texts go no further: they may hold parts of the request.
 *
 * @param also what the names of more errors mean, or other meanings of theirs
 * @throws InviteError `ledger_unavailable`
 */
export async function guardedTable<T>(
  table: string,
  work: () => Promise<T>,
  also: Reasons = {},
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error, { ...REASONS, ...also });
    if (reason === null) throw error;
    throw new InviteError({ code: 'ledger_unavailable', file: table, reason });
  }
}

export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** Whether the SDK has sent the request more than once. Where it does not say, it may have. */
export function wasRetried(error: unknown): boolean {
  const { attempts = Infinity } = metadataOf(error);
  return attempts > 1;
}

/** Whether AWS may have done what it was asked for, although no answer came. */
export function isUnanswered(error: unknown): boolean {
  return reasonOf(error, REASONS) === 'aws_unreachable';
}

/** The SDK wraps what is not of its own kind; what the system said is the cause then. */
function reasonOf(error: unknown, reasons: Reasons): LedgerReason | null {
  if (typeof error !== 'object' || error === null) return null;
  const known = 'name' in error ? reasons[String(error.name)] : undefined;
  if (known !== undefined) return known;
  if ('code' in error && UNREACHABLE.has(String(error.code))) return 'aws_unreachable';
  if ((metadataOf(error).httpStatusCode ?? 0) >= 500) return 'aws_unreachable';
  return 'cause' in error ? reasonOf(error.cause, reasons) : null;
}

function metadataOf(error: unknown): {
  readonly httpStatusCode?: number;
  readonly attempts?: number;
} {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return {};
  return error.$metadata ?? {};
}
