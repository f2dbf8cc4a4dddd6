import { Validations, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';

const LOG_POLICY =
  'Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs';

/** What cdk-nag finds and we leave as it is, each with the reason. */
export function acceptFindings(stack: Stack, api: RestApi, hasFirewall: boolean): void {
  if (!hasFirewall) {
    accept(
      stack,
      'APIG3',
      'A firewall costs more each month than all else here; key, signature and throttle stand in front.',
    );
  }
  accept(
    stack,
    'APIG4',
    'The callers are machines: /trigger asks for a key, /webhook for a signature; /health tells of nobody.',
  );
  accept(stack, 'COG4', 'No person signs in here, so there is no user pool to ask.');
  accept(
    api,
    `IAM4[${LOG_POLICY}]`,
    'API Gateway writes its logs with the one policy that AWS keeps for that.',
  );
}

function accept(scope: IConstruct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions::AwsSolutions-${rule}`, reason });
}
