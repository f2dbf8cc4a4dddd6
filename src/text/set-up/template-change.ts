import type { TemplateChange } from '../../application/send/send-checks.ts';
import { differingLines } from '../../domain/message/differing-lines.ts';
import { isMarketing } from '../../domain/message/template.ts';
import { type StopProblem, isTemplateProblem } from '../../domain/problem/problem.ts';
import { printableAdvice, type Advice } from '../advice.ts';
import { printable } from '../format.ts';
import { explainStop } from '../stop.ts';
import { MARKETING_TEMPLATE } from './category.ts';
import { explainSetUp } from './set-up.ts';

/** Why a change of the template ended a run. The caller prints how many messages were sent. */
export function explainTemplateChange(change: TemplateChange): Advice {
  switch (change.kind) {
    case 'text_changed': {
      const lines = differingLines(change.from.body, change.to.body);
      const shown = lines.map((line) => `\n  ${printable(line)}`).join('');
      return {
        message: `The text of the template has changed at Twilio since it was shown to you.${shown}`,
        fix: 'Run the same line again, and read the new text before you say yes to it.',
      };
    }
    case 'category_changed':
      return explainCategory(change.from.category, change.to.category);
    case 'not_sendable': {
      const { message, fix } = explainNotSendable(change.problem);
      return { message: `The template could not be sent any more. ${message}`, fix };
    }
  }
}

function explainCategory(from: string | null, to: string | null): Advice {
  const message = `WhatsApp counts the template as ${to ?? 'nothing'} now, no longer as ${from ?? 'nothing'}.`;
  const { message: meaning, fix } = MARKETING_TEMPLATE;
  return isMarketing({ category: to })
    ? printableAdvice({ message: `${message} ${meaning}`, fix })
    : printableAdvice({ message, fix: 'Look at the template in the Twilio console.' });
}

/** Uses the texts of `doctor`: those of `explainStop` say that nothing was sent, which may not be true here. */
function explainNotSendable(problem: StopProblem): Advice {
  if (!isTemplateProblem(problem)) {
    const isConnection = problem.code === 'twilio_unreachable' || problem.code === 'twilio_unclear';
    return isConnection ? withFix(explainSetUp(problem)) : explainStop(problem);
  }
  switch (problem.code) {
    case 'template_not_approved':
      return withFix(explainSetUp({ code: 'not_approved', state: problem.state }));
    case 'template_not_found':
      return withFix(explainSetUp(problem));
    case 'template_variables_differ':
      return withFix(explainSetUp({ code: 'variables_differ', found: problem.found }));
    case 'template_not_text': {
      const types = problem.types.map((type) => ({ ...type, body: null }));
      return withFix(explainSetUp({ ...problem, types }));
    }
  }
}

function withFix({ message, fix }: ReturnType<typeof explainSetUp>): Advice {
  return { message, fix: fix ?? 'Run the same line again.' };
}
