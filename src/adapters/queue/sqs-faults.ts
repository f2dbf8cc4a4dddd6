import type { QueueReason } from '../../domain/problem/problem.ts';

/** SQS's errors, by name, that tell why it took nothing. */
const REASONS: { readonly [name: string]: QueueReason } = {
  AccessDenied: 'aws_refused',
  AccessDeniedException: 'aws_refused',
  CredentialsProviderError: 'no_credentials',
  ExpiredToken: 'aws_refused',
  ExpiredTokenException: 'aws_refused',
  InvalidAddress: 'no_such_queue',
  InvalidClientTokenId: 'aws_refused',
  InvalidMessageContents: 'too_large',
  InvalidParameterValue: 'too_large',
  InvalidSecurity: 'aws_refused',
  KmsAccessDenied: 'aws_refused',
  QueueDoesNotExist: 'no_such_queue',
  SignatureDoesNotMatch: 'aws_refused',
  UnrecognizedClientException: 'aws_refused',
};

/** Node's codes for a connection that did not come about. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

/**
 * Why a message was not taken, as far as it can be told; null for a fault in the tool. The SDK's own
 * texts go no further: they may hold parts of the message.
 */
export function queueReasonOf(error: unknown): QueueReason | null {
  if (typeof error !== 'object' || error === null) return null;
  const known = 'name' in error ? REASONS[String(error.name)] : undefined;
  if (known !== undefined) return known;
  if ('code' in error) return UNREACHABLE.has(String(error.code)) ? 'aws_unreachable' : 'not_clear';
  // What is not of the SDK's own kind comes wrapped.
  const wrapped = 'cause' in error ? queueReasonOf(error.cause) : null;
  if (wrapped !== null) return wrapped;
  const isAnswer = '$metadata' in error || ('name' in error && error.name === 'TimeoutError');
  return isAnswer ? 'not_clear' : null;
}
