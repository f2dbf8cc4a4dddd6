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
} from 'aws-cdk-lib/aws-apigateway';
import { FIELD_LABELS, FIELDS } from '../../../domain/record/field.ts';
import { gatewayAnswers } from './gateway-responses.ts';
import type { JobFunction } from '../job-function.ts';
import { GATEWAY_BURST } from '../jobs.ts';
import { weekOfLogs } from '../log-retention.ts';
import { API_KEY_NAME, USAGE_PLAN_NAME } from '../../names.ts';

const STAGE = 'prod';
const THROTTLE = { rateLimit: 25, burstLimit: GATEWAY_BURST } as const;

/** A whole season several times over: whoever asks for more on one day is out of order. */
const REQUESTS_A_DAY = 5000;

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

/** No field but the twelve. Which are missing or wrong is said by the function, all of them at once. */
const RECORD: JsonSchema = {
  schema: JsonSchemaVersion.DRAFT4,
  title: 'Record',
  type: JsonSchemaType.OBJECT,
  properties: Object.fromEntries(
    FIELDS.map((field) => [field, { description: FIELD_LABELS[field] }]),
  ),
  additionalProperties: false,
};

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
  // The stack tells the address itself, without the stroke that this one ends in.
  api.node.tryRemoveChild('Endpoint');
  atLeastTls12(api);
  gatewayAnswers(api);
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
    requestModels: { 'application/json': api.addModel('Record', { schema: RECORD }) },
  });
  api.root.addResource('webhook').addMethod('POST', new LambdaIntegration(webhook.run), open);
  api.root.addResource('health').addMethod('GET', new LambdaIntegration(webhook.run), open);

  const plan = api.addUsagePlan('TriggerPlan', {
    name: USAGE_PLAN_NAME,
    throttle: THROTTLE,
    quota: { limit: REQUESTS_A_DAY, period: Period.DAY },
    // Its own type forgets that a deployment may be undefined.
    apiStages: [{ api: api as IRestApi, stage: api.deploymentStage }],
  });
  plan.addApiKey(api.addApiKey('TriggerKey', { apiKeyName: API_KEY_NAME }));
  return api;
}

/** The construct has no word for it yet. Without it the gateway's own address takes TLS 1.0. */
function atLeastTls12(api: RestApi): void {
  const resource = api.node.defaultChild as CfnRestApi;
  resource.securityPolicy = SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09;
  resource.endpointAccessMode = 'STRICT';
}
