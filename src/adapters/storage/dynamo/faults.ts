import { InviteError, type LedgerReason } from '../../../domain/problem.ts';

/** DynamoDB's errors, by name, that are the world's doing and not the tool's. */
const REASONS: { readonly [name: string]: LedgerReason } = {
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
 * @throws InviteError `ledger_unavailable`
 */
export async function guardedTable<T>(table: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === null) throw error;
    throw new InviteError({ code: 'ledger_unavailable', file: table, reason });
  }
}

export function isConditionFailed(error: unknown): boolean {
  return error instanceof Error && error.name === 'ConditionalCheckFailedException';
}

/** The SDK wraps what is not of its own kind; what the system said is the cause then. */
function reasonOf(error: unknown): LedgerReason | null {
  if (typeof error !== 'object' || error === null) return null;
  const known = 'name' in error ? REASONS[String(error.name)] : undefined;
  if (known !== undefined) return known;
  if ('code' in error && UNREACHABLE.has(String(error.code))) return 'aws_unreachable';
  if (statusOf(error) >= 500) return 'aws_unreachable';
  return 'cause' in error ? reasonOf(error.cause) : null;
}

function statusOf(error: object): number {
  if (!('$metadata' in error)) return 0;
  return (error.$metadata as { readonly httpStatusCode?: number }).httpStatusCode ?? 0;
}
