import { resolved, resourcesOf, type Properties, type Resource } from '../aws/stack-template.ts';
import type { CloudTemplate } from '../aws/synthesised-stack.ts';

export type Route = {
  readonly resourceId: string;
  readonly path: string;
  readonly method: string;
  readonly asksForKey: boolean;
  /** The schema of the body by content type; empty if bodies are not validated. */
  readonly models: { readonly [contentType: string]: { readonly [word: string]: unknown } };
  readonly functionName: string;
  readonly timeoutSeconds: number;
};

/** The configuration of one gateway response. */
type GatewayResponse = {
  readonly status: number | null;
  readonly headers: { readonly [name: string]: string };
  readonly template: string | null;
};

export type GatewayPlan = {
  readonly apiId: string;
  readonly stage: string;
  readonly routes: readonly Route[];
  /** The throttle of each method, over all callers. */
  readonly stageThrottle: Throttle;
  /** The throttle and daily quota of each API key, by its name. */
  readonly keys: { readonly [keyName: string]: Throttle & { readonly requestsADay: number } };
  readonly responses: { readonly [type: string]: GatewayResponse };
  /** The address in the functions' settings. */
  readonly publicUrl: string;
};

/** Reads the configuration of API Gateway from the template. */
export function readGateway(template: CloudTemplate): GatewayPlan {
  const of = (type: string): readonly Resource[] => resourcesOf(template, `AWS::${type}`);
  const stage = theOnly(of('ApiGateway::Stage')).Properties;
  const settings = theOnly(stage['MethodSettings'] as readonly Properties[]);
  if (settings['ResourcePath'] !== '/*')
    throw new Error('The test gateway supports settings for all methods only.');
  return {
    apiId: theOnly(of('ApiGateway::RestApi')).id,
    stage: stage['StageName'],
    routes: of('ApiGateway::Method').map((method) => routeOf(method, of)),
    stageThrottle: {
      rateLimit: settings['ThrottlingRateLimit'],
      burstLimit: settings['ThrottlingBurstLimit'],
    },
    keys: Object.fromEntries(
      of('ApiGateway::UsagePlanKey').map(({ Properties: { KeyId, UsagePlanId } }) => {
        const key = named(of('ApiGateway::ApiKey'), KeyId.Ref);
        const { Throttle, Quota } = named(of('ApiGateway::UsagePlan'), UsagePlanId.Ref);
        if (Quota.Period !== 'DAY') throw new Error('The test gateway supports daily quotas only.');
        const { RateLimit: rateLimit, BurstLimit: burstLimit } = Throttle;
        return [key['Name'], { rateLimit, burstLimit, requestsADay: Quota.Limit }];
      }),
    ),
    responses: Object.fromEntries(
      of('ApiGateway::GatewayResponse').map(({ Properties }) => [
        Properties['ResponseType'],
        responseOf(Properties),
      ]),
    ),
    publicUrl: String(resolved(theOnly(of('SSM::Parameter')).Properties['Value'])).replace(
      `/${theOnly(of('ApiGateway::Stage')).id}`,
      `/${stage['StageName']}`,
    ),
  };
}

type Find = (type: string) => readonly Resource[];

function routeOf({ Properties }: Resource, of: Find): Route {
  const { HttpMethod, ResourceId, ApiKeyRequired, RequestModels, Integration } = Properties;
  if (Integration.Type !== 'AWS_PROXY')
    throw new Error('The test gateway supports proxy integrations only.');
  const uri = JSON.stringify(Integration.Uri);
  const { FunctionName, Timeout } = theOnly(
    of('Lambda::Function').filter(({ id }) => uri.includes(`"${id}"`)),
  ).Properties;
  const validator = of('ApiGateway::RequestValidator').find(
    ({ id }) => id === Properties['RequestValidatorId']?.Ref,
  );
  const isChecked = validator?.Properties['ValidateRequestBody'] === true;
  return {
    resourceId: ResourceId.Ref,
    path: pathOf(ResourceId.Ref, of),
    method: HttpMethod,
    asksForKey: ApiKeyRequired === true,
    models: Object.fromEntries(
      Object.entries<{ readonly Ref: string }>(isChecked ? (RequestModels ?? {}) : {}).map(
        ([type, model]) => [type, named(of('ApiGateway::Model'), model.Ref)['Schema']],
      ),
    ),
    functionName: FunctionName,
    timeoutSeconds: Timeout,
  };
}

function pathOf(resourceId: string, of: Find): string {
  const resource = of('ApiGateway::Resource').find(({ id }) => id === resourceId);
  if (resource === undefined) return '';
  const { PathPart, ParentId } = resource.Properties;
  return `${pathOf(ParentId.Ref ?? '', of)}/${PathPart}`;
}

function responseOf({
  StatusCode,
  ResponseParameters,
  ResponseTemplates,
}: Properties): GatewayResponse {
  const prefix = 'gatewayresponse.header.';
  return {
    status: StatusCode === undefined ? null : Number(StatusCode),
    headers: Object.fromEntries(
      Object.entries<string>(ResponseParameters ?? {}).map(([name, value]) => [
        name.replace(prefix, ''),
        value,
      ]),
    ),
    template: ResponseTemplates?.['application/json'] ?? null,
  };
}

function named(resources: readonly Resource[], name: string): Properties {
  return theOnly(resources.filter(({ id }) => id === name)).Properties;
}

function theOnly<T>(all: readonly T[]): T {
  const [one] = all;
  if (one === undefined || all.length > 1)
    throw new Error(`Expected one resource, found ${all.length}.`);
  return one;
}

export type Throttle = { readonly rateLimit: number; readonly burstLimit: number };
