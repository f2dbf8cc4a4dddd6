import type { ReportRow } from '../../../application/report/report-rows.ts';
import type { ConversationState } from '../../../domain/contact/conversation.ts';
import type { TeamReplies } from '../../../pages/report-page.ts';
import type { Reporting } from './reporting.ts';

/** Counts the parents of each team who wrote back. Rows are added one at a time. */
export function teamReplies(replyTo: Reporting['replyTo']) {
  const teams = new Map<string, Map<string, ConversationState['kind']>>();
  return {
    add: ({ to, isErased, people: { team } }: ReportRow): void => {
      const reply = replyTo(to);
      if (reply === null || to === null || isErased) return;
      // By recipient: a parent of two children in one team is counted once.
      const states = teams.get(team) ?? new Map<string, ConversationState['kind']>();
      teams.set(team, states.set(to, reply.state.kind));
    },
    counted: (): readonly TeamReplies[] =>
      [...teams]
        .toSorted(([a], [b]) => a.localeCompare(b, 'en-GB', { numeric: true }))
        .map(([team, states]) => {
          const many = (kind: ConversationState['kind']): number =>
            [...states.values()].filter((one) => one === kind).length;
          return {
            team: team === '' ? 'No team' : team,
            wrote: states.size,
            waiting: many('waiting'),
            tooLate: many('too_late'),
            answered: many('answered'),
            done: many('done'),
            stopped: many('stopped'),
          };
        }),
  };
}
