import { REHEARSAL_KEPT_DAYS } from '../application/forget/forget.ts';
import type { HeldKind } from '../application/forget/held-data.ts';
import type { StopProblem } from '../domain/problem/problem.ts';
import type { Advice } from './advice.ts';
import { writeFaultFix, writeFaultText } from './system-fault.ts';

/** What is said of the data in general, as the GDPR asks for it in Article 15. */
export type ExportFrame = {
  /** Whether the ledger is a table on AWS. */
  readonly isShared: boolean;
  /** When the club has said that it erases everything; null where it has not. */
  readonly keepUntil: string | null;
};

/** One recipient of the data, and what for. */
export type DataRecipient = { readonly name: string; readonly what: string };

export const EXPORT_SOURCES: readonly string[] = [
  "The club's list of players, or its registration system: names, team, number, fees and season. Each message names the file.",
  'The person: replies, and what WhatsApp reports about a message.',
  'The club’s operators: answers, opt-outs entered by hand, and what they said of test messages.',
];

export const EXPORT_PURPOSE =
  'To invite players to register with the club for a season, to answer what their parents write back, and to send nothing to people who do not want it.';

export const EXPORT_NOT_HERE: readonly string[] = [
  'Keyed codes, which say that a message went or that a number must not be written to. Nobody can read a name or a number from them.',
  'Lists and pages that the club saved elsewhere, and its registration system.',
  "Texts of messages to other families. Where they give this number as a team manager's, the rest is left out.",
];

/** Who gets the data. */
export function dataRecipients({ isShared }: ExportFrame): readonly DataRecipient[] {
  return [
    {
      name: 'Twilio',
      what: 'sends and receives the messages, and keeps each with its number, text and times',
    },
    {
      name: 'Meta (WhatsApp)',
      what: 'delivers the messages to the phone and reports what became of them',
    },
    ...(isShared
      ? [{ name: 'Amazon Web Services', what: 'keeps the ledger that the club’s operators share' }]
      : []),
  ];
}

/** How long the data is kept. */
export function retentionLines({ isShared, keepUntil }: ExportFrame): readonly string[] {
  return [
    isShared
      ? 'On AWS: messages and lists for 400 days, replies for 180 days, or until the club erases them. Backups reach back 35 days.'
      : 'On the club’s computer: until the club erases it.',
    ...(keepUntil === null ? [] : [`The club has set ${keepUntil} as the last day.`]),
    `Rehearsals: ${REHEARSAL_KEPT_DAYS} days.`,
    'At Twilio and Meta: by their own terms, or until the club deletes the messages at Twilio.',
  ];
}

/** The heading of each kind of data. */
export const HELD_HEADINGS: { readonly [kind in HeldKind]: string } = {
  message: 'Messages to this number',
  reply: 'What this number wrote',
  answer: 'What the club answered',
  mention: "Messages to others that give this number as a team manager's",
  opt_out: 'Requests not to be written to',
  player: 'Players in the last lists',
  finding: 'What was said of test messages',
  whatsapp_id: 'User ids at WhatsApp',
  contact: 'When this number was last written to',
  callback: 'What Twilio reported',
  simulated: 'Messages of rehearsals, which went to nobody',
};

/** How many there are of each kind: `3 messages`. */
export const HELD_COUNTS: { readonly [kind in HeldKind]: readonly [one: string, many: string] } = {
  message: ['message', 'messages'],
  reply: ['reply', 'replies'],
  answer: ['answer', 'answers'],
  mention: ['mention', 'mentions'],
  opt_out: ['opt-out', 'opt-outs'],
  player: ['player', 'players'],
  finding: ['finding', 'findings'],
  whatsapp_id: ['user id', 'user ids'],
  contact: ['time of the last message', 'times of the last message'],
  callback: ['report of Twilio', 'reports of Twilio'],
  simulated: ['message of rehearsals', 'messages of rehearsals'],
};

/** The name of a fact as a person reads it: `approved_at` is `approved at`. */
export function factLabel(name: string): string {
  return FACT_LABELS[name] ?? name.replaceAll('_', ' ');
}

const FACT_LABELS: { readonly [name: string]: string } = {
  body: 'text',
  content_sid: 'template',
  content_variables: 'values in the template',
  delivery: 'delivery state',
  message_sid: "Twilio's id",
  operator: 'approved by',
  recipient: 'to',
  sid: "Twilio's id",
  source_file: 'from the list',
  source_row: 'row',
  stands: 'in force',
  whom: 'number',
};

type ExportFault = Extract<StopProblem, { readonly code: 'export_exists' | 'export_unwritable' }>;

/** Why an export was not written. */
export function explainExportFault(fault: ExportFault): Advice {
  return fault.code === 'export_exists'
    ? {
        message: `${fault.folder} is there already, so nothing was written.`,
        fix: 'Give the name of a new folder after --export.',
      }
    : {
        message: `Nothing can be written to ${fault.folder}${writeFaultText(fault.reason)}.`,
        fix: writeFaultFix(fault.reason, '--export', fault.folder),
      };
}
