import type { InviteQueue } from '../../application/ports/invite-queue.ts';
import { writeQueued } from './write-queued.ts';
import type { QueueReason } from '../../domain/problem/problem.ts';

export type SqsPlace = {
  readonly url: string;
  readonly region: string;
  /** For tests; else those that AWS's own tools find on this computer. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** For tests; else 5 s. */
  readonly answerWithinMs?: number;
};

/** What SQS takes, in UTF-8. */
const LARGEST_BYTES = 256 * 1024;
const LONGEST_DELAY_SECONDS = 900;
const ANSWER_WITHIN_MS = 5000;
const CONNECT_WITHIN_MS = 2000;
/** A second copy does no harm, so what is not clear is tried again. */
const MOST_TRIES = 4;

/** Loads the AWS SDK, which only a send by way of AWS pays for. */
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
      // Without it a request that is never answered is only warned about.
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
