import type { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';

/** Rules that only count matches, with the reason why they do not block. */
const ONLY_COUNTED = [
  // The service has its own limit, with a response of its own (413).
  'SizeRestrictions_BODY',
  // A registration system may not send a User-Agent.
  'NoUserAgent_HEADER',
];

/**
 * AWS's common rule set for all paths but `/webhook`: a parent's reply may look like an attack, and a
 * blocked reply could be a STOP. There the signature is the protection.
 */
export function firewall(stack: Stack, api: RestApi): void {
  const acl = new CfnWebACL(stack, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: metricsAs('urmston-invite-firewall'),
    rules: [
      {
        name: 'common',
        priority: 0,
        overrideAction: { none: {} },
        visibilityConfig: metricsAs('urmston-invite-common'),
        statement: {
          managedRuleGroupStatement: {
            vendorName: 'AWS',
            name: 'AWSManagedRulesCommonRuleSet',
            ruleActionOverrides: ONLY_COUNTED.map((name) => ({
              name,
              actionToUse: { count: {} },
            })),
            scopeDownStatement: { notStatement: { statement: isWebhook(api) } },
          },
        },
      },
    ],
  });
  new CfnWebACLAssociation(stack, 'FirewallAssociation', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: acl.attrArn,
  });
}

/** An exact match: other spellings of the path get the rules, and then 404. */
function isWebhook(api: RestApi): CfnWebACL.StatementProperty {
  return {
    byteMatchStatement: {
      fieldToMatch: { uriPath: {} },
      positionalConstraint: 'EXACTLY',
      searchString: `/${api.deploymentStage.stageName}/webhook`,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}

/** Metrics without samples: samples contain headers, and so the key. */
function metricsAs(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
