import type { LedgerReason } from '../../../domain/problem/ledger-reason.ts';
import { InviteError } from '../../../domain/problem/problem.ts';

type Reasons = { readonly [name: string]: LedgerReason };

/** Errors of AWS, by name, that are caused by the environment and not by the tool. */
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

/** Node's error codes for a connection that failed. */
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
 * Runs work on a table, and converts errors of AWS and of the network. The SDK's messages are
 * dropped, since they may contain parts of the request.
 *
 * @param also reasons for further names of errors; they take precedence
 * @throws InviteError `ledger_unavailable` for an error that has a reason; other errors as they are
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

/** Whether the SDK sent the request more than once, or does not say. */
export function wasRetried(error: unknown): boolean {
  const { attempts = Infinity } = metadataOf(error);
  return attempts > 1;
}

/** Whether AWS may have processed the request, although no response arrived. */
export function isUnanswered(error: unknown): boolean {
  return reasonOf(error, REASONS) === 'aws_unreachable';
}

/**
 * Null if the environment is not the cause. The SDK wraps errors of the system, so causes are
 * looked at too.
 */
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
