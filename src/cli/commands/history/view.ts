import type { LedgerEvent } from '../../../application/ports/ledger.ts';
import type { TestFinding } from '../../../application/ports/test-findings.ts';
import type { HistoryItem } from '../../../application/report/whole-history.ts';
import type { OptOutEntry } from '../../../domain/contact/opt-out.ts';
import type { Reply } from '../../../domain/contact/reply.ts';
import type { Advice } from '../../../text/advice.ts';
import { consentText } from '../../../text/consent.ts';
import { explainCandidate } from '../../../text/delivery/candidate.ts';
import { explainHeld } from '../../../text/delivery/held-template.ts';
import { explainFailure, explainRefusal } from '../../../text/delivery/refusal.ts';
import {
  ERASED,
  londonTime,
  formatAddress,
  printable,
  formatRecipient,
  rowNumber,
} from '../../../text/format.ts';
import { replyContent } from '../../../text/replies/reply-content.ts';
import type { Output } from '../../shell.ts';
import type { Colours } from '../../terminal/colours.ts';
import { indented } from '../../terminal/wrap-text.ts';
import { OPT_OUT_SOURCES } from '../opt-out/view.ts';

/** How many digits of a digest are shown: enough to distinguish two texts. */
export const DIGEST_DIGITS = 12;

type State = LedgerEvent['state'];

const STATES: { readonly [state in State]: string } = {
  approved: 'approved',
  lapsed: 'not used',
  sending: 'being sent',
  accepted: 'accepted',
  refused: 'refused',
  unreachable: 'not sent',
  unknown: 'unknown',
  resent: 'sent once more',
  not_delivered: 'offered again',
  not_found: 'not found',
  scheduled: 'scheduled',
  queued: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  canceled: 'canceled',
  failed: 'failed',
  undelivered: 'not delivered',
};

const WIDEST_STATE = Math.max(...Object.values(STATES).map((word) => word.length));

/**
 * One line for each event, the newest last. Numbers are in full only at a terminal.
 *
 * @param withTexts whether the text of each message stands below its approval. A text names a manager's number,
 *   so it is shown at a terminal alone
 */
export async function historyPage(
  items: readonly HistoryItem[],
  output: Output,
  colours: Colours,
  withTexts: boolean,
): Promise<string> {
  const lines = await Promise.all(
    items.map(async (item) => {
      const line = `${lineOf(item, output)}\n`;
      const text = withTexts && output.isTerminal ? textOf(item) : '';
      return text === '' ? line : `${line}${await indented(text, output.columns(), colours)}\n`;
    }),
  );
  return lines.join('');
}

/** The text of a message where it was approved. An answer's stands in its line. */
function textOf(item: HistoryItem): string {
  if (item.kind !== 'message' && item.kind !== 'mention') return '';
  const { state, purpose, body } = item.event;
  return state === 'approved' && purpose !== 'answer' ? body : '';
}

function lineOf(item: HistoryItem, output: Output): string {
  const [what, about] = partsOf(item, output);
  return `${londonTime(item.at)}  ${what.padEnd(WIDEST_STATE)}  ${about}`;
}

function partsOf(item: HistoryItem, output: Output): readonly [what: string, about: string] {
  switch (item.kind) {
    case 'message': {
      const text = eventText(item.event, output);
      const held = item.isHeld === true ? `; ${explainHeld(false).message}` : '';
      return [STATES[item.event.state], text + findingText(item.finding) + held];
    }
    case 'mention': {
      const { player, team, operator } = item.event;
      const about = `in the message about ${printable(player)} (${printable(team)})`;
      return ['named', `${about}; by ${printable(operator)}`];
    }
    case 'reply':
      return ['reply', replyText(item.reply, output)];
    case 'opt_out_added': {
      const { optOut } = item;
      const isWaiting = optOut.state === 'pending';
      const how = isWaiting ? 'a reply that may mean stop' : OPT_OUT_SOURCES[optOut.source];
      const why = optOut.why === undefined ? '' : `; because: ${printable(optOut.why)}`;
      const by = `${how}, ${printable(optOut.operator)}${why}`;
      return ['opt-out', `${optOutOf(optOut, output)}, ${by}`];
    }
    case 'opt_out_ended': {
      const { optOut } = item;
      const who = printable(optOut.ended?.operator ?? '');
      const what = optOut.state === 'pending' ? 'answered' : 'removed';
      return [`opt-out ${what}`, `${optOutOf(optOut, output)}, by ${who}`];
    }
  }
}

function optOutOf(optOut: OptOutEntry, output: Output): string {
  const { player } = optOut;
  const number = numberOf(optOut, output);
  return player === undefined ? number : `${number}, only about ${printable(player ?? ERASED)}`;
}

function eventText(event: LedgerEvent, output: Output): string {
  const { player, team, parent, to, state, operator, digest, messageSid, code, file, row } = event;
  const isTest = event.purpose === 'test';
  const named =
    event.purpose === 'answer' ? 'your answer' : `${printable(player)} (${printable(team)})`;
  const playerText = event.isErased
    ? event.purpose === 'answer'
      ? `${named}, ${ERASED}`
      : ERASED
    : named;
  const about = `${isTest ? 'TEST  ' : ''}${playerText}`;
  switch (state) {
    case 'approved':
      if (event.isErased) {
        return `${about}; by ${printable(operator)}, digest ${digest.slice(0, DIGEST_DIGITS)}`;
      }
      if (event.purpose === 'answer') {
        return `${about} to ${formatAddress(output, to)}, “${printable(event.body)}”; by ${printable(operator)}`;
      }
      return `${about}, for ${printable(parent)}, ${formatAddress(output, to)}; by ${printable(operator)}, digest ${digest.slice(0, DIGEST_DIGITS)}, ${printable(file)} row ${rowNumber(row)}${consentOf(event)}`;
    case 'accepted':
      return `${about}, ${messageSid ?? 'without a SID'}`;
    case 'unknown':
      return event.candidate === undefined
        ? about
        : `${about}; ${explainCandidate(event.candidate).message}`;
    case 'resent':
    case 'not_delivered':
    case 'not_found':
      return `${about}, by ${printable(operator)}`;
    default:
      return code === null ? about : `${about}, ${code}: ${explainEvent(event, code).message}`;
  }
}

function consentOf({ consent }: LedgerEvent): string {
  const text = consent === undefined ? '' : consentText(consent);
  return text === '' ? '' : `; ${text}`;
}

/** Why Twilio refused or did not deliver the message of an event. */
export function explainEvent({ state, twilioText }: LedgerEvent, code: number): Advice {
  return (state === 'refused' ? explainRefusal : explainFailure)(code, twilioText ?? '');
}

/** What the operator said of a test message that did not read right. */
function findingText(finding: TestFinding | null): string {
  if (finding === null || finding.isRight) return '';
  const { operator, reason } = finding;
  const why = reason === null ? `: ${ERASED}` : reason === '' ? '' : `: “${printable(reason)}”`;
  return `; ${printable(operator)} said that it does not read right${why}`;
}

function replyText(reply: Reply, output: Output): string {
  return `${formatAddress(output, reply.sender)} wrote ${replyContent(reply)}`;
}

function numberOf({ phone, lastTwoDigits }: OptOutEntry, output: Output): string {
  if (phone !== null) return formatRecipient(output, phone);
  return `a number that is erased${lastTwoDigits === null ? '' : `, ends in ${lastTwoDigits}`}`;
}
