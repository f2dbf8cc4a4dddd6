import { beforeAll, describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { FIELDS } from '../../../src/domain/record/field.ts';
import {
  propertiesOf,
  resolved,
  resourcesOf,
  type Properties,
} from '../../support/aws/stack-template.ts';
import { synthesise, type CloudTemplate } from '../../support/aws/synthesised-stack.ts';

let made: CloudTemplate;
let template: Template;
beforeAll(() => {
  made = synthesise().template ?? {};
  template = Template.fromJSON(made);
});

function methodsOf(path: string): readonly Properties[] {
  const [resource] = resourcesOf(made, 'AWS::ApiGateway::Resource').filter(
    ({ Properties }) => Properties['PathPart'] === path,
  );
  return propertiesOf(made, 'AWS::ApiGateway::Method').filter(
    ({ ResourceId }) => ResourceId.Ref === resource?.id,
  );
}

describe('the API', () => {
  it.each([
    ['trigger', 'POST', true],
    ['webhook', 'POST', false],
    ['health', 'GET', false],
  ] as const)('has /%s with %s, and whether it requires a key is %s', (path, verb, requiresKey) => {
    expect(methodsOf(path)).toMatchObject([{ HttpMethod: verb, ApiKeyRequired: requiresKey }]);
  });

  it('has no other method', () => {
    template.resourceCountIs('AWS::ApiGateway::Method', 3);
    template.resourceCountIs('AWS::ApiGateway::RestApi', 1);
    template.resourceCountIs('AWS::Lambda::Url', 0);
  });

  it('is regional, and accepts no TLS older than 1.2', () => {
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: { Types: ['REGIONAL'] },
      SecurityPolicy: Match.stringLikeRegexp('^SecurityPolicy_TLS13_1_2_'),
      EndpointAccessMode: 'STRICT',
    });
  });

  it('is known to the functions by its public address, without a slash at the end', () => {
    const [parameter] = propertiesOf(made, 'AWS::SSM::Parameter');
    expect(parameter?.['Name']).toBe('/urmston/public-url');
    expect(resolved(parameter?.['Value'])).toMatch(
      /^https:\/\/\w+\.execute-api\.eu-north-1\.amazonaws\.com\/\w+$/u,
    );
  });

  it('limits the key to 25 requests a second, 50 at once and 5000 a day, and everyone to that rate', () => {
    template.hasResourceProperties('AWS::ApiGateway::UsagePlan', {
      UsagePlanName: 'TriggerEndpointPlan',
      Throttle: { RateLimit: 25, BurstLimit: 50 },
      Quota: { Limit: 5000, Period: 'DAY' },
    });
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      MethodSettings: [
        Match.objectLike({
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 25,
          ThrottlingBurstLimit: 50,
        }),
      ],
    });
  });

  it('has one key, which belongs to that usage plan', () => {
    const [key] = resourcesOf(made, 'AWS::ApiGateway::ApiKey');
    const [plan] = resourcesOf(made, 'AWS::ApiGateway::UsagePlan');
    expect(key?.Properties).toMatchObject({ Name: 'UrmstonTownRegistrationKey', Enabled: true });
    template.hasResourceProperties('AWS::ApiGateway::UsagePlanKey', {
      KeyId: { Ref: key?.id },
      KeyType: 'API_KEY',
      UsagePlanId: { Ref: plan?.id },
    });
  });
});

describe('the body of /trigger', () => {
  it('is validated as an object with no field but the twelve and the opt-in, before a function is called', () => {
    const [method] = methodsOf('trigger');
    const [model] = resourcesOf(made, 'AWS::ApiGateway::Model');
    const [validator] = resourcesOf(made, 'AWS::ApiGateway::RequestValidator');
    expect(method).toMatchObject({
      RequestModels: { 'application/json': { Ref: model?.id } },
      RequestValidatorId: { Ref: validator?.id },
    });
    expect(validator?.Properties['ValidateRequestBody']).toBe(true);
    const { type, properties, additionalProperties, required } = model?.Properties['Schema'] ?? {};
    expect({ type, additionalProperties, required }).toEqual({
      type: 'object',
      additionalProperties: false,
      // The function reports all missing fields at once; the gateway would name only one.
      required: undefined,
    });
    expect(Object.keys(properties)).toEqual([
      ...FIELDS,
      'opt_in_at',
      'opt_in_how',
      'opt_in_wording',
    ]);
  });
});

describe('a response of the gateway itself', () => {
  it('has the caller’s request id in a header, and nothing else of the request', () => {
    const answers = propertiesOf(made, 'AWS::ApiGateway::GatewayResponse');
    expect(answers.length).toBeGreaterThan(2);
    for (const { ResponseParameters, ResponseTemplates } of answers) {
      expect(ResponseParameters).toMatchObject({
        'gatewayresponse.header.X-Request-Id': 'method.request.header.X-Request-Id',
      });
      const body = JSON.parse(ResponseTemplates['application/json']);
      expect(Object.keys(body)).toEqual(['status', 'message', 'fix', 'request_id']);
      expect(JSON.stringify(ResponseTemplates).match(/\$[\w.]+/gu)).toEqual(['$context.requestId']);
    }
  });

  it('is defined for every error', () => {
    const types = propertiesOf(made, 'AWS::ApiGateway::GatewayResponse').map(
      ({ ResponseType }) => ResponseType,
    );
    expect(types).toEqual(expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']));
  });
});
