import { LegacyStackSynthesizer, Stack, type App, type IStackSynthesizer } from 'aws-cdk-lib';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';

/** A budget is the whole account's, and CloudFormation makes one here alone. */
const REGION_OF_BUDGETS = 'us-east-1';

/** In percent of the budget: what was spent, and what AWS thinks the month will come to. */
const TOLD_AT = [
  { notificationType: 'ACTUAL', threshold: 80 },
  { notificationType: 'FORECASTED', threshold: 100 },
] as const;

/** An e-mail when the account's bill of a month gets higher than it should. It stops nothing. */
export function budgetStack(app: App, dollars: number, email: string): Stack {
  const stack = new Stack(app, 'UrmstonInviteBudget', {
    env: { region: REGION_OF_BUDGETS },
    description: 'Registration invites by WhatsApp: who is told of the bill.',
    // It needs no bucket, so that this region need not be bootstrapped.
    // Its own type forgets that a qualifier may be undefined.
    synthesizer: new LegacyStackSynthesizer() as IStackSynthesizer,
  });
  new CfnBudget(stack, 'Budget', {
    budget: {
      budgetName: 'urmston-invite',
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: dollars, unit: 'USD' },
    },
    notificationsWithSubscribers: TOLD_AT.map((told) => ({
      notification: { ...told, comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE' },
      subscribers: [{ subscriptionType: 'EMAIL', address: email }],
    })),
  });
  return stack;
}
