import type { ApprovedMessage } from '../../domain/approval/approval.ts';
import type { Message } from '../../domain/message/message.ts';
import type { SendFacts } from '../../domain/policy/send-policy.ts';
import { InviteError, isTemplateProblem } from '../../domain/problem/problem.ts';
import { closedUntil, type SendHours } from '../../domain/policy/send-hours.ts';
import { renderBody } from '../../domain/message/template.ts';
import { isOptedOut } from '../replies/apply-opt-out.ts';
import type { OptOuts } from '../ports/people-ports.ts';
import type { Clock, TemplateSource } from '../ports/ports.ts';

export type FactPorts = {
  readonly optOuts: Pick<OptOuts, 'has' | 'add'>;
  /** The template as Twilio has it now, or had it a few minutes ago. */
  readonly templates: TemplateSource;
  readonly clock: Clock;
  /** Null where messages go at any hour. */
  readonly sendHours: SendHours | null;
};

/**
 * What the operator's yes of a while ago cannot know, asked right before a message goes. The limits are the
 * ledger's to know.
 *
 * @param atAnyHour whether the operator said that it goes outside the hours as well
 */
export async function factsOfQueued(
  message: ApprovedMessage,
  atAnyHour: boolean,
  ports: FactPorts,
): Promise<Omit<SendFacts, 'waitedMs'>> {
  const hasOptedOut = await isOptedOut(message, ports.optOuts);
  const template = await templateFor(message, ports);
  const now = ports.clock.now();
  const opensAt = closedUntil(atAnyHour ? null : ports.sendHours, now);
  return { now, message, hasOptedOut, template, opensAt, limits: null, latest: [] };
}

/** Whether Twilio would make of the values the very text that the operator saw. */
async function templateFor(
  { contentSid, contentVariables, body }: Message,
  { templates }: FactPorts,
): Promise<SendFacts['template']> {
  try {
    const template = await templates.fetch();
    const isSame =
      template.sid === contentSid && renderBody(template.body, contentVariables) === body;
    return isSame ? 'as_approved' : 'changed';
  } catch (error) {
    if (!(error instanceof InviteError)) throw error;
    return isTemplateProblem(error.problem) ? 'changed' : 'not_told';
  }
}
