import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { inviteStack } from './stack.ts';

// `cdk` runs this file; ALARM_EMAIL and the folder of the bundled code come as context.
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
inviteStack(app, {
  codeFolder: String(app.node.tryGetContext('codeFolder') ?? 'dist-aws'),
  alarmEmail: (app.node.tryGetContext('alarmEmail') as string | undefined) ?? null,
});
app.synth();
