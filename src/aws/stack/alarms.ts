import { ArnFormat, Duration, type Stack } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  Alarm,
  ComparisonOperator,
  Stats,
  TreatMissingData,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { FilterPattern, type LogGroup, type MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { FORGERIES } from '../../http/webhook/twilio-webhook.ts';
import type { InviteQueue } from './invite-queue.ts';
import type { JobFunction } from './job-function.ts';
import type { Job } from './jobs.ts';

const FIVE_MINUTES = { period: Duration.minutes(5) };
const WAITED_TOO_LONG_SECONDS = 15 * 60;
/** `doctor --service` forges two; more than twice that is somebody else. */
const A_FEW_AN_HOUR = 4;

type Watched = {
  readonly functions: { readonly [job in Job]: JobFunction };
  readonly queues: InviteQueue;
  readonly api: RestApi;
};

/**
 * What somebody has to look at, told to a topic.
 *
 * @param email who is told, once they have confirmed the address; null where somebody subscribes later
 */
export function alarms(stack: Stack, watched: Watched, email: string | null): Topic {
  const topic = new Topic(stack, 'Alarms', { enforceSSL: true });
  letAlarmsPublish(topic, stack);
  if (email !== null) topic.addSubscription(new EmailSubscription(email));
  for (const [id, metric, most] of metricsOf(watched)) {
    const alarm = new Alarm(stack, `${id}Alarm`, {
      alarmName: `urmston-invite ${id}`,
      metric,
      threshold: most,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
  return topic;
}

/**
 * A topic without a policy accepts what its own account publishes. `enforceSSL` gives it a policy, and from
 * then on it accepts only what the policy allows. The conditions keep CloudWatch from publishing for other
 * accounts.
 */
function letAlarmsPublish(topic: Topic, stack: Stack): void {
  const alarmsHere = stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: '*',
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': alarmsHere },
      },
    }),
  );
}

/** Each with the highest number that is no reason to look. */
function metricsOf({
  functions,
  queues,
  api,
}: Watched): readonly (readonly [string, IMetric, number])[] {
  const ofFunctions = Object.entries(functions).flatMap(([job, { run }]) => [
    [`${job}-errors`, run.metricErrors(FIVE_MINUTES), 0] as const,
    [`${job}-throttles`, run.metricThrottles(FIVE_MINUTES), 0] as const,
  ]);
  return [
    ...ofFunctions,
    ['gateway-faults', api.metricServerError({ ...FIVE_MINUTES, statistic: Stats.SUM }), 0],
    ['dead-letters', queues.deadLetters.metricApproximateNumberOfMessagesVisible(FIVE_MINUTES), 0],
    [
      'oldest-invite-seconds',
      queues.queue.metricApproximateAgeOfOldestMessage(FIVE_MINUTES),
      WAITED_TOO_LONG_SECONDS,
    ],
    ['trigger-unknown-outcomes', unknownOutcomes('trigger', functions.trigger), 0],
    ['worker-unknown-outcomes', unknownOutcomes('worker', functions.worker), 0],
    ['failed-signatures', failedSignatures(functions.webhook), A_FEW_AN_HOUR],
  ];
}

function unknownOutcomes(job: Job, { logs }: JobFunction): IMetric {
  return outcomesIn(logs, `${job}-unknown-outcomes`, ['unknown']).metric({
    ...FIVE_MINUTES,
    statistic: Stats.SUM,
  });
}

/** Somebody tries the webhook, or its address or token is not the one that Twilio signs with. */
function failedSignatures({ logs }: JobFunction): IMetric {
  return outcomesIn(logs, 'failed-signatures', FORGERIES).metric({
    period: Duration.hours(1),
    statistic: Stats.SUM,
  });
}

/** Counted in the function's own log, where each outcome is a line. */
function outcomesIn(logs: LogGroup, metricName: string, outcomes: readonly string[]): MetricFilter {
  return logs.addMetricFilter(metricName, {
    // Lambda wraps a line that the console wrote, and leaves one alone that a logger wrote itself.
    filterPattern: FilterPattern.any(
      ...['$.outcome', '$.message.outcome'].flatMap((place) =>
        outcomes.map((outcome) => FilterPattern.stringValue(place, '=', outcome)),
      ),
    ),
    metricNamespace: 'urmston-invite',
    metricName,
    metricValue: '1',
    defaultValue: 0,
  });
}
