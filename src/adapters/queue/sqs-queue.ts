import type { InviteQueue } from '../../application/ports/invite-queue.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';
import { writeQueued } from './queued-message.ts';

export type SqsPlace = {
  readonly url: string;
  readonly region: string;
  /** For tests. Default: those that the AWS SDK finds on this computer. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** For tests. Default: 5000. */
  readonly answerWithinMs?: number;
};

/** SQS's limit on a message, in bytes of UTF-8. */
const LARGEST_BYTES = 256 * 1024;
const LONGEST_DELAY_SECONDS = 900;
const ANSWER_WITHIN_MS = 5000;
const CONNECT_WITHIN_MS = 2000;
/** The worker ignores a second copy, so that an unclear send is retried. */
const MOST_TRIES = 4;

/** A queue on SQS. Loads the AWS SDK. */
export async function openSqsQueue({
  url,
  region,
  credentials,
  answerWithinMs = ANSWER_WITHIN_MS,
}: SqsPlace): Promise<InviteQueue> {
  const { SendMessageCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  const client = new SQSClient({
    region,
    endpoint: new URL(url).origin,
    maxAttempts: MOST_TRIES,
    requestHandler: {
      requestTimeout: answerWithinMs,
      // Without it the SDK only logs a warning.
      throwOnRequestTimeout: true,
      connectionTimeout: CONNECT_WITHIN_MS,
    },
    ...(credentials === undefined ? {} : { credentials }),
  });
  return {
    put: async (queued, delaySeconds) => {
      const MessageBody = writeQueued(queued);
      const DelaySeconds = Math.min(delaySeconds, LONGEST_DELAY_SECONDS);
      if (Buffer.byteLength(MessageBody) > LARGEST_BYTES) {
        return { kind: 'not_taken', reason: 'too_large' };
      }
      try {
        await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody, DelaySeconds }));
        return { kind: 'taken' };
      } catch (error) {
        const reason = queueReasonOf(error);
        if (reason === null) throw error;
        return { kind: 'not_taken', reason };
      }
    },
    close: () => client.destroy(),
  };
}

/** The names of SQS's errors after which the message is not on the queue. */
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

/** Node's codes for a connection that was not made. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
]);

/**
 * Why a message was not put on the queue; null for a fault in the tool. Drops the SDK's own texts, which
 * may hold parts of the message.
 */
export function queueReasonOf(error: unknown): QueueReason | null {
  if (typeof error !== 'object' || error === null) return null;
  const known = 'name' in error ? REASONS[String(error.name)] : undefined;
  if (known !== undefined) return known;
  if ('code' in error) return UNREACHABLE.has(String(error.code)) ? 'aws_unreachable' : 'not_clear';
  // The SDK wraps errors of other libraries.
  const wrapped = 'cause' in error ? queueReasonOf(error.cause) : null;
  if (wrapped !== null) return wrapped;
  const isAnswer = '$metadata' in error || ('name' in error && error.name === 'TimeoutError');
  return isAnswer ? 'not_clear' : null;
}
