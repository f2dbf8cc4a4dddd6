import { isApprovalStale, type ApprovedMessage } from '../domain/approval.ts';
import { dailyRoom, isNewPerson } from '../domain/daily-limit.ts';
import type { NotSent } from '../domain/fate.ts';
import type { Message } from '../domain/message.ts';
import type { Mode } from '../domain/mode.ts';
import { noDepartures, paceMs } from '../domain/pace.ts';
import { InviteError } from '../domain/problem.ts';
import { isWithin, type SendHours } from '../domain/send-hours.ts';
import { isTemplateProblem } from '../domain/template-problem.ts';
import { renderBody, type Template } from '../domain/template.ts';
import { GivenBack } from './given-back.ts';
import { isOptedOut } from './opted-out.ts';
import type { OptOuts } from './people-ports.ts';
import type { Clock, Ledger, TemplateSource } from './ports.ts';

export type GuardPorts = {
  /** Messages of another mode belong to another ledger. */
  readonly mode: Mode;
  readonly ledger: Pick<Ledger, 'view' | 'claim' | 'take' | 'advance' | 'writtenTo'>;
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  /** The template as Twilio has it now, or had it a few minutes ago. */
  readonly templates: TemplateSource;
  readonly clock: Clock;
  /** Null where messages go at any hour. */
  readonly sendHours: SendHours | null;
  /** How many people may be written to in 24 hours. */
  readonly dailyLimit: number;
};

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What the operator's yes of a while ago cannot know, asked right before a message goes; null where it
 * may go.
 *
 * @param atAnyHour whether the operator said that it goes outside the hours as well
 * @throws GivenBack where it cannot be told now
 */
export async function whyNotNow(
  message: ApprovedMessage,
  atAnyHour: boolean,
  ports: GuardPorts,
): Promise<NotSent | null> {
  if (isApprovalStale(message, ports.clock.now())) return 'approval_too_old';
  if (await isOptedOut(message, ports.optOuts)) return 'opted_out';
  if (!(await isOfTemplate(message, ports))) return 'template_changed';
  const now = ports.clock.now();
  const { sendHours } = ports;
  if (!atAnyHour && sendHours !== null && !isWithin(sendHours, now)) return 'outside_hours';
  const sentBefore = await writtenToday(now, ports);
  const isFull = dailyRoom(sentBefore, now, ports.dailyLimit).fits === 0;
  return isFull && isNewPerson(sentBefore, message.to, now) ? 'daily_limit' : null;
}

/** How long a message has to wait for the one before it to the same number, in milliseconds. */
export async function paceOf({ to }: Message, ports: GuardPorts): Promise<number> {
  const now = ports.clock.now();
  return paceMs(noDepartures(await writtenToday(now, ports)), to, now);
}

async function writtenToday(now: Date, { ledger }: GuardPorts): Promise<ReadonlyMap<string, Date>> {
  return await ledger.writtenTo(new Date(now.getTime() - DAY_MS));
}

/** Whether Twilio would make of the values the very text that the operator saw. */
async function isOfTemplate(message: Message, { templates }: GuardPorts): Promise<boolean> {
  let template: Template;
  try {
    template = await templates.fetch();
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    if (isTemplateProblem(error.problem)) return false;
    throw new GivenBack('template_not_told', message.key);
  }
  const { contentSid, contentVariables, body } = message;
  return template.sid === contentSid && renderBody(template.body, contentVariables) === body;
}
