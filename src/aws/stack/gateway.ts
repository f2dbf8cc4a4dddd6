import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  Period,
  RestApi,
  SecurityPolicy,
  type CfnRestApi,
  type IRestApi,
  type JsonSchema,
  type MethodOptions,
  ResponseType,
} from 'aws-cdk-lib/aws-apigateway';
import { FIELD_LABELS, OPT_IN_LABELS } from '../../domain/record/field.ts';
import { API_KEY_NAME, USAGE_PLAN_NAME } from '../names.ts';
import type { JobFunction } from './job-function.ts';
import { GATEWAY_BURST } from './jobs.ts';
import { weeklyLogGroup } from './log-retention.ts';

const STAGE = 'prod';
const THROTTLE = { rateLimit: 25, burstLimit: GATEWAY_BURST } as const;

/** Several times the requests of a whole season. */
const REQUESTS_A_DAY = 5000;

/** The access log: no IP address, query, header or body. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    request_id: '$context.requestId',
    at: '$context.requestTime',
    method: '$context.httpMethod',
    path: '$context.resourcePath',
    status: '$context.status',
    milliseconds: '$context.responseLatency',
    gateway_error: '$context.error.responseType',
  }),
);

/** Only the fields of a record and those of an opt-in. The function checks the values, and returns all errors at once. */
const RECORD: JsonSchema = {
  schema: JsonSchemaVersion.DRAFT4,
  title: 'Record',
  type: JsonSchemaType.OBJECT,
  properties: Object.fromEntries(
    Object.entries({ ...FIELD_LABELS, ...OPT_IN_LABELS }).map(([field, description]) => [
      field,
      { description },
    ]),
  ),
  additionalProperties: false,
};

/** The public API: a key for the registration system, a signature for Twilio. */
export function gateway(
  stack: Stack,
  { trigger, webhook }: { readonly trigger: JobFunction; readonly webhook: JobFunction },
): RestApi {
  const accessLogs = weeklyLogGroup(stack, 'AccessLogs');
  const api = new RestApi(stack, 'Api', {
    restApiName: 'urmston-invite',
    endpointTypes: [EndpointType.REGIONAL],
    cloudWatchRole: true,
    cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
    deployOptions: {
      stageName: STAGE,
      throttlingRateLimit: THROTTLE.rateLimit,
      throttlingBurstLimit: THROTTLE.burstLimit,
      loggingLevel: MethodLoggingLevel.ERROR,
      // A trace contains bodies and headers.
      dataTraceEnabled: false,
      accessLogDestination: new LogGroupLogDestination(accessLogs),
      accessLogFormat: ACCESS_LOG,
    },
  });
  // The stack has its own output for the address, without the trailing slash of this one.
  api.node.tryRemoveChild('Endpoint');
  atLeastTls12(api);
  addGatewayResponses(api);
  // API Gateway would create this group itself, without an expiry.
  const errorLogs = weeklyLogGroup(
    stack,
    'GatewayErrorLogs',
    `API-Gateway-Execution-Logs_${api.restApiId}/${STAGE}`,
  );
  api.deploymentStage.node.addDependency(errorLogs);

  const requestValidator = api.addRequestValidator('Shape', {
    validateRequestBody: true,
    validateRequestParameters: true,
  });
  const open: MethodOptions = { apiKeyRequired: false, requestValidator };
  api.root.addResource('trigger').addMethod('POST', new LambdaIntegration(trigger.run), {
    apiKeyRequired: true,
    requestValidator,
    requestModels: { 'application/json': api.addModel('Record', { schema: RECORD }) },
  });
  api.root.addResource('webhook').addMethod('POST', new LambdaIntegration(webhook.run), open);
  api.root.addResource('health').addMethod('GET', new LambdaIntegration(webhook.run), open);

  const plan = api.addUsagePlan('TriggerPlan', {
    name: USAGE_PLAN_NAME,
    throttle: THROTTLE,
    quota: { limit: REQUESTS_A_DAY, period: Period.DAY },
    // The type of the CDK does not allow the undefined deployment.
    apiStages: [{ api: api as IRestApi, stage: api.deploymentStage }],
  });
  plan.addApiKey(api.addApiKey('TriggerKey', { apiKeyName: API_KEY_NAME }));
  return api;
}

/** The construct has no property for this. Without it the default endpoint accepts TLS 1.0. */
function atLeastTls12(api: RestApi): void {
  const resource = api.node.defaultChild as CfnRestApi;
  resource.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
  resource.endpointAccessMode = 'STRICT';
}

type GatewayError = {
  readonly type: ResponseType;
  readonly httpStatus?: number;
  readonly status: string;
  readonly message: string;
  readonly fix: string;
  readonly retryAfterSeconds?: number;
};

const RETRY_LATER = 'Ask again later: whatever is asked for twice is sent once.';

/** The gateway's own responses, in the form of the service's; `docs/service.md` lists them. */
const RESPONSES: readonly GatewayError[] = [
  {
    type: ResponseType.INVALID_API_KEY,
    status: 'forbidden',
    message: 'The header x-api-key is missing or wrong. Nothing was sent.',
    fix: 'Send the key of the usage plan.',
  },
  {
    // Returned for any unknown path or method, since no method here uses an authorizer.
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
    fix: 'Send one JSON object with the twelve fields, those of an opt-in, and no others.',
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
    fix: RETRY_LATER,
  },
];

/**
 * Sets the gateway's own responses. A response contains nothing of the request but the caller's id, in
 * a header. The id in the body is the gateway's, as in the access log.
 */
function addGatewayResponses(api: RestApi): void {
  for (const { type, httpStatus, retryAfterSeconds, ...error } of RESPONSES) {
    const body = JSON.stringify({ ...error, request_id: '$context.requestId' });
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
