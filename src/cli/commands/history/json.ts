import type { TestFinding } from '../../../application/ports/test-findings.ts';
import type { HistoryItem } from '../../../application/report/whole-history.ts';
import type { Phone } from '../../../domain/record/phone/phone.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';
import { consentJson } from '../../../text/consent.ts';
import { candidateJson } from '../../../text/delivery/candidate.ts';
import { explainHeld } from '../../../text/delivery/held-template.ts';
import { recipientJson } from '../../../text/format.ts';
import { contentJson } from '../../../text/replies/reply-content.ts';
import { rowJson } from '../../list/row-json.ts';
import { DIGEST_DIGITS, explainEvent } from './view.ts';

/** The document of `history --json`. */
export function historyDocument(
  items: readonly HistoryItem[],
  { mode, phone }: { readonly mode: Mode; readonly phone: Phone | null },
): object {
  return {
    command: 'history',
    mode,
    number: phone,
    events: items.map((item) => ({
      at: item.at.toISOString(),
      ...detailsOf(item),
    })),
    summary: {
      events: items.length,
      messages: new Set(
        items.flatMap((one) =>
          one.kind === 'message' && one.event.purpose === 'invite' ? [one.event.key] : [],
        ),
      ).size,
      replies: items.filter(({ kind }) => kind === 'reply').length,
    },
  };
}

/** How a test message looked on the operator's phone. */
function findingJson({ isRight, reason, operator, at }: TestFinding): object {
  return { right: isRight, reason, by: operator, at: at.toISOString() };
}

function detailsOf(item: HistoryItem): object {
  switch (item.kind) {
    case 'message': {
      const { event, finding } = item;
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
        ...(item.isHeld === true ? { advice: explainHeld(false).message } : {}),
        error: code === null ? null : { code, ...explainEvent(event, code) },
        ...(event.candidate === undefined ? {} : { candidate: candidateJson(event.candidate) }),
        ...(finding === null ? {} : { finding: findingJson(finding) }),
        ...(event.state === 'approved' && event.consent !== undefined
          ? { consent: consentJson(event.consent) }
          : {}),
        ...(event.state === 'approved' ? { text: event.isErased ? null : event.body } : {}),
        file: event.isErased ? null : event.file,
        ...rowJson(event.isErased ? null : event.row),
      };
    }
    case 'mention': {
      const { messageSid, team, operator, body } = item.event;
      return { kind: 'mention', team, by: operator, message_sid: messageSid, text: body };
    }
    case 'reply': {
      const { sid, sender, text } = item.reply;
      return {
        kind: 'reply',
        from: sender,
        message_sid: sid,
        text,
        ...contentJson(item.reply),
      };
    }
    case 'opt_out_added':
    case 'opt_out_ended': {
      const { phone, lastTwoDigits, player, state, source, operator, ended, why } = item.optOut;
      const by = item.kind === 'opt_out_added' ? operator : ended?.operator;
      return {
        kind: item.kind,
        ...recipientJson(phone),
        last_digits: lastTwoDigits,
        state,
        source,
        by,
        ...(player === undefined ? {} : { player }),
        ...(why === undefined ? {} : { why }),
      };
    }
  }
}
