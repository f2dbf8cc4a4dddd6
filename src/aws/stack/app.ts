import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { stackOptions } from './stack-options.ts';
import { budgetStack, inviteStack } from './stack.ts';

// Run by `cdk`. The options in `docs/deployment.md` are context values.
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const options = stackOptions((name) => app.node.tryGetContext(name) as unknown);
inviteStack(app, options);
if (options.budget !== null) budgetStack(app, options.budget.dollars, options.budget.email);
app.synth();
