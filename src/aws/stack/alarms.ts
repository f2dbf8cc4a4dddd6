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
import { SENDING_HALTED } from '../../domain/policy/sending-halt.ts';
import { FORGERIES } from '../../http/webhook/twilio-webhook.ts';
import type { InviteQueue } from './invite-queue.ts';
import type { JobFunction } from './job-function.ts';
import type { Job } from './jobs.ts';

const FIVE_MINUTES = { period: Duration.minutes(5) };
const MAX_QUEUE_AGE_SECONDS = 15 * 60;
/**
 * `doctor --service` makes two requests with a wrong signature; more than twice that is an attack or a
 * wrong setting.
 */
const MAX_FORGED_PER_HOUR = 4;

type MonitoredResources = {
  readonly functions: { readonly [job in Job]: JobFunction };
  readonly queues: InviteQueue;
  readonly api: RestApi;
};

/**
 * Creates the alarms and the topic that they notify.
 *
 * @param email the address that the topic notifies, once confirmed; null for a topic without subscriber
 */
export function alarms(stack: Stack, resources: MonitoredResources, email: string | null): Topic {
  const topic = new Topic(stack, 'Alarms', { enforceSSL: true });
  allowAlarmsToPublish(topic, stack);
  if (email !== null) topic.addSubscription(new EmailSubscription(email));
  for (const [id, metric, most] of metricsOf(resources)) {
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
 * Without a policy, a topic accepts messages from its own account. `enforceSSL` adds a policy, and from
 * then on only what the policy allows is accepted. The conditions exclude CloudWatch alarms of other
 * accounts.
 */
function allowAlarmsToPublish(topic: Topic, stack: Stack): void {
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

/** The metrics, each with the highest value that raises no alarm. */
function metricsOf({
  functions,
  queues,
  api,
}: MonitoredResources): readonly (readonly [string, IMetric, number])[] {
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
      MAX_QUEUE_AGE_SECONDS,
    ],
    ['trigger-unknown-outcomes', unknownOutcomes('trigger', functions.trigger), 0],
    ['worker-unknown-outcomes', unknownOutcomes('worker', functions.worker), 0],
    ['sending-halted', haltedSends(functions), 0],
    ['failed-signatures', failedSignatures(functions.webhook), MAX_FORGED_PER_HOUR],
  ];
}

function unknownOutcomes(job: Job, { logs }: JobFunction): IMetric {
  return outcomesIn(logs, `${job}-unknown-outcomes`, ['unknown']).metric({
    ...FIVE_MINUTES,
    statistic: Stats.SUM,
  });
}

/** Two functions send, and both count in one metric. */
function haltedSends({ trigger, worker }: MonitoredResources['functions']): IMetric {
  countHalts(trigger);
  return countHalts(worker).metric({ ...FIVE_MINUTES, statistic: Stats.SUM });
}

function countHalts({ logs }: JobFunction): MetricFilter {
  return outcomesIn(logs, 'sending-halted', [SENDING_HALTED]);
}

/**
 * The webhook receives forged requests, or PUBLIC_URL or the token is not the one that Twilio signs
 * with.
 */
function failedSignatures({ logs }: JobFunction): IMetric {
  return outcomesIn(logs, 'failed-signatures', FORGERIES).metric({
    period: Duration.hours(1),
    statistic: Stats.SUM,
  });
}

/** Counts log lines of a function by their outcome. */
function outcomesIn(logs: LogGroup, metricName: string, outcomes: readonly string[]): MetricFilter {
  return logs.addMetricFilter(metricName, {
    // Lambda wraps lines written to the console, and leaves lines of a logger as they are.
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
