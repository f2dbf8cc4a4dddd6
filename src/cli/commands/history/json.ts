import type { Happening } from '../../../application/report/whole-history.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import { candidateJson } from '../../../text/delivery/candidate.ts';
import { explainCode } from '../../../text/delivery/refusal.ts';
import { recipientJson } from '../../../text/format.ts';
import { DIGEST_DIGITS } from './view.ts';

/** The document of `history --json`. */
export function historyDocument(
  happenings: readonly Happening[],
  { mode, phone }: { readonly mode: Mode; readonly phone: Phone | null },
): object {
  return {
    command: 'history',
    mode,
    number: phone,
    events: happenings.map((happening) => ({
      at: happening.at.toISOString(),
      ...detailsOf(happening),
    })),
    summary: {
      events: happenings.length,
      messages: new Set(
        happenings.flatMap((one) =>
          one.kind === 'message' && one.event.purpose === 'invite' ? [one.event.key] : [],
        ),
      ).size,
      replies: happenings.filter(({ kind }) => kind === 'reply').length,
    },
  };
}

function detailsOf(happening: Happening): object {
  switch (happening.kind) {
    case 'message': {
      const { event } = happening;
      const { code } = event;
      return {
        kind: 'message',
        purpose: event.purpose,
        state: event.state,
        key: event.key,
        erased: event.isErased,
        player: event.isErased ? null : event.player,
        parent: event.isErased ? null : event.parent,
        team: event.isErased ? null : event.team,
        to: event.isErased ? null : event.to,
        by: event.operator,
        digest: event.digest.slice(0, DIGEST_DIGITS),
        message_sid: event.messageSid,
        error: code === null ? null : { code, ...explainCode(code) },
        ...(event.candidate === undefined ? {} : { candidate: candidateJson(event.candidate) }),
        file: event.isErased ? null : event.file,
        row: event.isErased ? null : event.row,
      };
    }
    case 'reply': {
      const { sid, sender, text } = happening.reply;
      return { kind: 'reply', from: sender, message_sid: sid, text };
    }
    case 'opt_out_added':
    case 'opt_out_ended': {
      const { phone, lastTwoDigits, state, source, operator, ended } = happening.optOut;
      const by = happening.kind === 'opt_out_added' ? operator : ended?.operator;
      return {
        kind: happening.kind,
        ...recipientJson(phone),
        last_digits: lastTwoDigits,
        state,
        source,
        by,
      };
    }
  }
}
