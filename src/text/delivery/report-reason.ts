import type { ReportRow, RowToRing } from '../../application/report/report-rows.ts';
import type { ReportState } from '../../domain/delivery/report-state.ts';
import { explainFinding } from '../list/finding.ts';
import { explainCandidate } from './candidate.ts';
import { CANCELED, LEFT_OUT } from './fate.ts';
import { explainHeld } from './held-template.ts';
import { explainFailure } from './refusal.ts';

export type ReportAdvice = { readonly message: string | null; readonly fix: string | null };

export const STATE_WORDS: { readonly [state in ReportState]: string } = {
  accepted: 'accepted by Twilio',
  scheduled: 'scheduled',
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  canceled: 'canceled',
  failed: 'failed',
  undelivered: 'undelivered',
  refused: 'refused',
  unknown: 'unknown',
  not_sent: 'not sent',
  held_back: 'held back',
  left_out: 'left out',
};

/** Why a message is in its state, and what to do; null where there is nothing to say. */
export function explainReportRow(row: RowToRing): ReportAdvice {
  const { message, fix } = adviceOn(row.reason);
  if (!row.isOtherTemplate) return { message, fix };
  return { message: [message, OTHER_TEMPLATE].filter((part) => part !== null).join(' '), fix };
}

const OTHER_TEMPLATE = 'It went with another template than the one that is set now.';

function adviceOn(reason: ReportRow['reason']): ReportAdvice {
  switch (reason.kind) {
    case 'none':
      return { message: null, fix: null };
    case 'twilio_code':
      return explainFailure(reason.code, reason.twilioText ?? '');
    case 'not_delivered':
      return {
        message: 'WhatsApp did not deliver it and tells no reason.',
        fix: 'Ring the parent.',
      };
    case 'canceled':
      return CANCELED;
    case 'template_held':
      return explainHeld(reason.isOld);
    case 'sent_for_a_day':
      return {
        message:
          'It left more than a day ago and was not delivered: the phone is off, has no WhatsApp, or has blocked the club.',
        fix: 'Ring the parent.',
      };
    case 'not_followed_up':
      return {
        message: 'Twilio took it more than a day ago, and nothing was heard of it since.',
        fix: 'Ask Twilio what became of it before you ring.',
      };
    case 'on_its_way':
      return { message: 'It is on its way.', fix: 'Look again tomorrow.' };
    case 'unknown':
      if (reason.candidate !== undefined) return explainCandidate(reason.candidate);
      return {
        message: 'Nobody knows whether this message went.',
        fix: 'Run send again: the tool asks Twilio for it first, and you only if Twilio shows none.',
      };
    case 'never_asked':
      return { message: 'It was not sent yet.', fix: 'Run send with this list.' };
    case 'lapsed':
      return {
        message: 'Somebody said yes to it, and the run ended before it went.',
        fix: 'Run send with this list; you are asked again.',
      };
    case 'unreachable':
      return { message: 'Twilio could not be reached.', fix: 'Run send with this list again.' };
    case 'left_out':
      return LEFT_OUT;
    case 'findings': {
      const advice = reason.findings.map(explainFinding);
      return {
        message: joined(advice.map(({ message }) => message)),
        fix: joined(advice.map(({ fix }) => fix)),
      };
    }
  }
}

function joined(parts: readonly string[]): string {
  return [...new Set(parts)].join(' ');
}
