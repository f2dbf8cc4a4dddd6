import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

type GatewayAnswer = {
  readonly type: ResponseType;
  readonly httpStatus?: number;
  readonly status: string;
  readonly message: string;
  readonly fix: string;
  readonly retryAfterSeconds?: number;
};

const ASK_AGAIN = 'Ask again later: whatever is asked for twice is sent once.';

/** What the gateway says by itself, in the service's own words: `docs/service.md` has them all. */
const ANSWERS: readonly GatewayAnswer[] = [
  {
    type: ResponseType.INVALID_API_KEY,
    status: 'forbidden',
    message: 'The header x-api-key is missing or wrong. Nothing was sent.',
    fix: 'Send the key of the usage plan.',
  },
  {
    // Said of any address and method that there is not, since no method here asks for a token.
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    httpStatus: 404,
    status: 'not_found',
    message: 'There is nothing at this address, or not with this method.',
    fix: 'There are POST /trigger, POST /webhook and GET /health.',
  },
  {
    type: ResponseType.BAD_REQUEST_BODY,
    status: 'invalid_record',
    message: 'The body is not one record. Nothing was sent.',
    fix: 'Send one JSON object with the twelve fields, and no others.',
  },
  {
    type: ResponseType.REQUEST_TOO_LARGE,
    status: 'too_large',
    message: 'The body is too large. Nothing was sent.',
    fix: 'Send one record.',
  },
  {
    type: ResponseType.THROTTLED,
    status: 'too_many_requests',
    message: 'There were too many requests at once. Nothing was sent.',
    fix: 'Ask again in a second, and more slowly.',
    retryAfterSeconds: 1,
  },
  {
    type: ResponseType.QUOTA_EXCEEDED,
    status: 'quota_exceeded',
    message: 'This key has asked as often today as it may. Nothing was sent.',
    fix: 'Ask again tomorrow, or ask the operator of the service.',
    retryAfterSeconds: 3600,
  },
  {
    type: ResponseType.DEFAULT_4XX,
    status: 'refused_by_gateway',
    message: 'The gateway refused the request. Nothing was sent.',
    fix: 'Look at what the HTTP status says.',
  },
  {
    type: ResponseType.DEFAULT_5XX,
    status: 'fault',
    message: 'The service gave no answer. What was asked for may have been sent.',
    fix: ASK_AGAIN,
  },
];

/**
 * Nothing of a request comes back in a body; the caller's own id does in a header. The id in the body is
 * the gateway's, which the access log has.
 */
export function gatewayAnswers(api: RestApi): void {
  for (const { type, httpStatus, retryAfterSeconds, ...told } of ANSWERS) {
    const body = JSON.stringify({ ...told, request_id: '$context.requestId' });
    api.addGatewayResponse(type.responseType, {
      type,
      ...(httpStatus === undefined ? {} : { statusCode: String(httpStatus) }),
      responseHeaders: {
        'X-Request-Id': 'method.request.header.X-Request-Id',
        'Cache-Control': "'no-store'",
        ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': `'${retryAfterSeconds}'` }),
      },
      templates: { 'application/json': body },
    });
  }
}
