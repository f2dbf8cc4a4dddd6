import type { Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';

/** Rules that only count, and why they turn nobody away. */
const ONLY_COUNTED = [
  // The service has its own limit, and says so with 413.
  'SizeRestrictions_BODY',
  // A registration system need not say what it is.
  'NoUserAgent_HEADER',
];

/**
 * AWS's common rules in front of the gateway, but not of `/webhook`: what parents write may look like
 * an attack, and a reply that is turned away could be a STOP. There the signature stands guard.
 */
export function firewall(stack: Stack, api: RestApi): void {
  const acl = new CfnWebACL(stack, 'Firewall', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: seenAs('urmston-invite-firewall'),
    rules: [
      {
        name: 'common',
        priority: 0,
        overrideAction: { none: {} },
        visibilityConfig: seenAs('urmston-invite-common'),
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

/** Letter for letter: any other spelling of the address gets the rules, and then leads nowhere. */
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

/** Counted, but without samples: those would show headers, and with them the key. */
function seenAs(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
