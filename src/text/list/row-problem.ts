import type { RowProblem } from '../../domain/problem/finding.ts';
import { COLUMN_LABELS } from '../../domain/record/field.ts';
import { londonDay } from '../format.ts';
import type { Advice } from '../advice.ts';
import type { Words } from '../words.ts';

/** Why nothing is sent to a parent who is among the opt-outs. */
export const SAID_STOP: Advice = {
  message: 'This parent said stop, or may have said it, so nothing is sent to this number.',
  fix: 'Use the phone instead; "urmston-invite opt-out list" shows since when.',
};

/** What is wrong with a row, or between rows, in words. */
export const ROW_PROBLEMS: Words<RowProblem> = {
  row_too_long: ({ detail }) => ({
    message: `The row has ${detail.cells} cells under ${detail.headings} headings, so its values may have slipped.`,
    fix: 'Look for a comma too many, or put quotes around the value that has a comma in it.',
  }),
  field_doubled: ({ detail, label }) => ({
    message: `The ${label} stands in this record more than once (${detail.names.join(', ')}).`,
    fix: 'Leave one of them.',
  }),
  message_too_long: ({ detail }) => ({
    message: `The filled-in message has ${detail.length} characters; WhatsApp carries ${detail.limit}.`,
    fix: `Shorten the ${COLUMN_LABELS[detail.longest.field]}, with ${detail.longest.length} characters the longest value of the row.`,
  }),
  doubled_pound: () => ({
    message: 'The filled-in message would read "££".',
    fix: 'Take the £ out of the value, or out of the template if it has two.',
  }),
  same_invite_twice: ({ detail }) => ({
    message: `The same player, parent and season stand in row ${detail.firstRow}: one message goes.`,
    fix: 'Nothing to do, if they are the same child.',
  }),
  same_phone_other_parent: ({ detail }) => ({
    message: `The same mobile belongs to ${detail.firstName} in row ${detail.firstRow}.`,
    fix: 'Check whose number it is before you say yes.',
  }),
  two_parents: ({ detail }) => ({
    message: `The same player is in row ${detail.firstRow} with another mobile, of another parent.`,
    fix: 'Say yes to one of them, or to both if both are to get it.',
  }),
  manager_differs: ({ detail }) => ({
    message: `The team has another manager or manager's number in row ${detail.firstRow} (${detail.firstManager}).`,
    fix: 'Check which of them parents should ring.',
  }),
  surnames_differ: ({ detail }) => ({
    message: `In ${detail.differing} of ${detail.of} rows parent and player have different last names.`,
    fix: 'Check that no column was sorted without the others.',
  }),
  opted_out: () => SAID_STOP,
  no_consent: ({ heading }) => ({
    message: `Left out: "${heading}" says not to write to this parent.`,
    fix: 'Nothing to do. If they agree now, change the list.',
  }),
  left_club: ({ heading }) => ({
    message: `Left out: "${heading}" says this player has left.`,
    fix: 'Nothing to do. If they are back, change the list.',
  }),
  team_unknown: ({ detail }) => ({
    message: `The team is none of those in the setting TEAMS${detail.nearest === null ? '' : `; ${detail.nearest} may be meant`}.`,
    fix: 'Put the name right in the list, or add the team to TEAMS.',
  }),
  number_changed: ({ detail }) => ({
    message: `This player's parent had another mobile in the list of ${londonDay(detail.since)}.`,
    fix: 'Check that the new number is the right one.',
  }),
  team_changed: ({ detail }) => ({
    message: `This player was in ${detail.from} in the list of ${londonDay(detail.since)}.`,
    fix: 'Nothing to do, if the player has moved.',
  }),
  numbers_changed: ({ detail }) => ({
    message: `${detail.changed} of ${detail.of} players have another mobile than in the list of ${londonDay(detail.since)}, as when a column was sorted without the others.`,
    fix: 'Compare a few rows with the club\'s own records; if the numbers are right, "send" goes on when you say so at a terminal.',
  }),
  mixed_seasons: ({ detail }) => ({
    message: `The list mixes the seasons ${detail.seasons.join(' and ')}.`,
    fix: 'Make one list for each season.',
  }),
};
