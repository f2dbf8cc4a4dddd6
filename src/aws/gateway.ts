import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  JsonSchemaType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  type IRestApi,
  type MethodOptions,
} from 'aws-cdk-lib/aws-apigateway';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { JobFunction } from './job-function.ts';
import { API_KEY_NAME, USAGE_PLAN_NAME } from './names.ts';

const STAGE = 'prod';
const THROTTLE = { rateLimit: 25, burstLimit: 50 } as const;

/** Which request was answered how: no address, no query, no header, no body. */
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

/** The way in from outside: a key for the registration system, a signature for Twilio. */
export function gateway(
  stack: Stack,
  { trigger, webhook }: { readonly trigger: JobFunction; readonly webhook: JobFunction },
): RestApi {
  const accessLogs = weekOfLogs(stack, 'AccessLogs');
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
      // A trace would hold bodies and headers.
      dataTraceEnabled: false,
      accessLogDestination: new LogGroupLogDestination(accessLogs),
      accessLogFormat: ACCESS_LOG,
    },
  });
  // API Gateway would make this group itself, and keep what is in it for ever.
  const errorLogs = weekOfLogs(
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
    // Any object: which fields are missing or wrong is said by the function, all of them at once.
    requestModels: {
      'application/json': api.addModel('Record', { schema: { type: JsonSchemaType.OBJECT } }),
    },
  });
  api.root.addResource('webhook').addMethod('POST', new LambdaIntegration(webhook.run), open);
  api.root.addResource('health').addMethod('GET', new LambdaIntegration(webhook.run), open);

  const plan = api.addUsagePlan('TriggerPlan', {
    name: USAGE_PLAN_NAME,
    throttle: THROTTLE,
    // Its own type forgets that a deployment may be undefined.
    apiStages: [{ api: api as IRestApi, stage: api.deploymentStage }],
  });
  plan.addApiKey(api.addApiKey('TriggerKey', { apiKeyName: API_KEY_NAME }));
  return api;
}

function weekOfLogs(stack: Stack, id: string, logGroupName?: string): LogGroup {
  return new LogGroup(stack, id, {
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
    ...(logGroupName === undefined ? {} : { logGroupName }),
  });
}
