import { NOWHERE } from '../domain/problem/finding.ts';
import type { StopProblem, QueueReason } from '../domain/problem/problem.ts';
import { printableAdvice, type Advice, type ProblemTexts } from './advice.ts';
import { explainRefusal } from './delivery/refusal.ts';
import { REPLY_STOPS } from './delivery/reply-text.ts';
import { count, listed, londonTime, templateTypesText } from './format.ts';
import { SAVED_ANSWER_STOPS } from './inbox/saved-answer.ts';
import { explainLedger, explainMissingKey, explainWrongKey } from './ledger.ts';
import { FILE_PROBLEMS } from './list/file-problem.ts';
import { explainFinding } from './list/finding.ts';
import { explainListOption } from './list/list-option-fault.ts';
import { MAP_PROBLEMS } from './list/map-problem.ts';
import { NARROWING_STOPS } from './list/narrowing.ts';
import { explainExportFault } from './person-export.ts';
import { explainDeadLetters } from './removal.ts';
import { explainSender } from './set-up/sender.ts';
import { explainSettingFault } from './set-up/setting.ts';
import {
  explainFileFault,
  keepFaultFix,
  readFaultFix,
  readFaultText,
  writeFaultFix,
  writeFaultText,
} from './system-fault.ts';

/** The text for a problem that ends a run. */
export function explainStop(problem: StopProblem): Advice {
  // The table has one function for each code, which TypeScript cannot tie to the code at hand.
  const textFor = TEXTS[problem.code] as (problem: StopProblem) => Advice;
  return printableAdvice(textFor(problem));
}

const OPERATOR_NEEDED = {
  no_terminal: {
    message:
      'Each message needs a yes from a person at a terminal, and there is no terminal here. Nothing was sent.',
    fix: 'Run the same line in a terminal window. To try it out without one, add --rehearse.',
  },
  no_screen: {
    message:
      'The messages are shown on standard error, and that is no terminal here, so nobody could see what they say yes to. Nothing was sent.',
    fix: 'Run the same line without redirecting standard error.',
  },
  list_on_standard_input: {
    message:
      'The list comes from standard input, so there is nowhere to answer from. Nothing was sent.',
    fix: 'Save the list to a file and give its name.',
  },
  opt_out_removal: {
    message:
      'Messages go again to somebody who said stop only by the yes of a person at a terminal, and there is no terminal here. Nothing was changed.',
    fix: 'Run the same line in a terminal window.',
  },
  forgetting: {
    message:
      'What is erased cannot be brought back, so a person at a terminal has to say so, and there is no terminal here. Nothing was erased.',
    fix: 'Run the same line in a terminal window, or add --dry-run to see what would go.',
  },
  menu: {
    message: 'The menu is chosen from at a terminal, and there is none here. Nothing was changed.',
    fix: 'Run the same line in a terminal window, or give the command that you want.',
  },
  nobody_to_answer: {
    message: 'The settings are asked for at a terminal, and there is none here. Nothing was sent.',
    fix: 'Run the same line in a terminal window, or fill in a copy of .env.example by hand.',
  },
} as const satisfies { readonly [why: string]: Advice };

const STOPPED = {
  send: {
    message: 'Stopped by hand before the first question. Nothing was sent.',
    fix: 'Run the same line again to go on.',
  },
  init: {
    message: 'Stopped by hand. No setting was changed.',
    fix: 'Run the same line again to begin anew.',
  },
  forget: {
    message: 'Stopped by hand. Nothing was erased.',
    fix: 'Run the same line again to be asked again.',
  },
  move: {
    message:
      'Stopped by hand while the ledger was moved to the layout of this version. Nothing was sent, and nothing is lost.',
    fix: 'Run the same line again: the move goes on where it was.',
  },
} as const satisfies { readonly [during: string]: Advice };

const TEXTS: ProblemTexts<StopProblem> = {
  ...FILE_PROBLEMS,
  usage: (problem) =>
    'fault' in problem
      ? explainListOption(problem.fault)
      : { message: problem.message, fix: problem.fix },
  number_malformed: ({ problem: detail }) =>
    // The text for a list quotes the numbers. Here they were typed, and are kept out of saved output.
    detail.code === 'phone_two_numbers'
      ? { message: 'That holds more than one number.', fix: 'Type one at a time.' }
      : explainFinding({ ...NOWHERE, severity: 'error', row: null, field: 'parent_tel', detail }),
  number_column_unclear: (problem) => ({
    message: `In ${problem.file} nobody can tell which column has the numbers: ${listed(problem.columns)}.`,
    fix: 'Say so with --map parent_tel="Heading", or leave nothing but the numbers in the file.',
  }),
  ...NARROWING_STOPS,
  settings_missing: (problem) => ({
    message: `Not set up yet: ${problem.names.join(', ')} ${problem.names.length === 1 ? 'is' : 'are'} missing.`,
    fix: [
      ...(problem.names.every((name) => NOT_ASKED_BY_INIT.has(name))
        ? []
        : [
            'Run "urmston-invite init", which asks for what is missing, or try everything without an account with --rehearse.',
          ]),
      ...problem.faults.map(explainSettingFault),
    ].join(' '),
  }),
  settings_malformed: (problem) => ({
    message: `Settings that cannot be right: ${problem.faults.map(({ name }) => name).join(', ')}.`,
    fix: problem.faults.map(explainSettingFault).join(' '),
  }),
  settings_unreadable: (problem) => ({
    message: `The settings in ${problem.file} cannot be read${readFaultText(problem.reason)}.`,
    fix: `${readFaultFix(problem.reason, problem.file) ?? 'Move it away or put it right: a text file with one NAME=value a line, which you may open.'} ${NEEDS_SETTINGS}`,
  }),
  settings_unwritable: (problem) => ({
    message: `The settings cannot be kept in ${problem.file}${writeFaultText(problem.reason)}. The file is as it was.`,
    fix: keepFaultFix(problem.reason, problem.file, 'set URMSTON_INVITE_HOME to another folder'),
  }),
  ...MAP_PROBLEMS,
  ...SAVED_ANSWER_STOPS,
  page_not_ours: (problem) => ({
    message: `${problem.file} is there already and is no page of this tool, so it was left as it is.`,
    fix: 'Give another name after --html, or delete that file first.',
  }),
  page_unwritable: (problem) => ({
    message: `The page cannot be written to ${problem.file}${writeFaultText(problem.reason)}.`,
    fix: writeFaultFix(problem.reason, '--html', problem.file),
  }),
  report_over_list: (problem) => ({
    message: `${problem.file} is the list itself, so it was left as it is.`,
    fix: 'Give another name after --output.',
  }),
  report_not_ours: (problem) => ({
    message: `${problem.file} is there already and is no report of this tool, so it was left as it is.`,
    fix: 'Give another name after --output, or delete that file first.',
  }),
  report_unwritable: (problem) => ({
    message: `The report cannot be written to ${problem.file}${writeFaultText(problem.reason)}.`,
    fix: writeFaultFix(problem.reason, '--output', problem.file),
  }),
  export_exists: explainExportFault,
  export_unwritable: explainExportFault,
  output_unwritable: (problem) => ({
    message: `Not all of the result could be printed to standard output${writeFaultText(problem.reason)}. What was sent is in the ledger.`,
    fix: 'Make room on that disk, or print to another place, and run the same line again: nothing is sent twice.',
  }),
  file_unusable: explainFileFault,
  too_many_open_files: () => ({
    message:
      'The system opens no more files, so urmston-invite cannot go on. What was sent until now is in the ledger.',
    fix: 'Close other programs and run the same line again.',
  }),
  operator_needed: (problem) => OPERATOR_NEEDED[problem.why],
  stopped_by_hand: ({ during }) => STOPPED[during ?? 'send'],
  still_open: ({ real, rehearsed }) => ({
    message: `${count(real + rehearsed, 'message')} to be erased ${real + rehearsed === 1 ? 'is' : 'are'} still open: without names and text nobody could ask Twilio what became of ${real + rehearsed === 1 ? 'it' : 'them'}. Nothing was erased.`,
    fix: `Run "urmston-invite send FILE${real === 0 ? ' --rehearse' : ''}" with any list: before the first question it asks Twilio for all that is open, and q leaves it there. Then run the same line again.`,
  }),
  ledger_unavailable: (problem) => explainLedger(problem.file, problem.reason),
  ledger_from_newer_version: (problem) => ({
    message: `The ledger ${problem.file} was written by a newer urmston-invite. Nothing was sent.`,
    fix: 'Use the newer one, on this computer too.',
  }),
  queue_unavailable: explainQueue,
  dead_letters_unavailable: ({ reason }) => explainDeadLetters(reason),
  ledger_key_missing: explainMissingKey,
  ledger_key_wrong: explainWrongKey,
  ledger_in_use: ({ file, holder }) => ({
    message:
      holder === null
        ? `Another run has the ledger ${file}. Nothing was sent.`
        : `${holder.operator} has had the ledger ${file} in a run since ${londonTime(holder.since)} (process ${holder.pid} on this computer). Nothing was sent.`,
    fix: 'Wait until that run has ended, or stop it with Ctrl-C in its own window; then run the same line again.',
  }),
  ...REPLY_STOPS,
  port_unavailable: ({ host, port, reason }) => ({
    message:
      reason === 'EADDRINUSE'
        ? `Port ${port} on ${host} is in use by another program.`
        : `The service cannot listen on port ${port} of ${host}${readFaultText(reason)}.`,
    fix: 'Give another one, as --port 8788, or stop the other program.',
  }),
  twilio_unreachable: () => ({
    message: 'Twilio cannot be reached. Nothing was sent.',
    fix: 'Check the internet connection and run the same line again.',
  }),
  twilio_unclear: (problem) => ({
    message: `Twilio gave no usable answer${problem.httpStatus === null ? '' : ` (HTTP ${problem.httpStatus})`}. Nothing was sent.`,
    fix: 'Try again in a few minutes; https://status.twilio.com tells of faults on their side.',
  }),
  twilio_refused: (problem) => explainRefusal(problem.twilioCode, problem.twilioText),
  account_not_active: ({ name, status }) => ({
    message: `The Twilio account ${name} is ${status}, so Twilio takes no message. Nothing was sent.`,
    fix: 'Look in the Twilio console for the reason, which is often the balance.',
  }),
  sender_not_ready: (problem) => {
    const { message, fix } = explainSender(problem);
    return { message: `${message} Nothing was sent.`, fix };
  },
  marketing_not_confirmed: () => ({
    message:
      'Meta counts the template as marketing, and the word "marketing" was not typed. Nothing was sent.',
    fix: 'Run the same line again and type it if the parents opted in to marketing, or see in "urmston-invite doctor" how to get the category reviewed.',
  }),
  template_not_found: (problem) => ({
    message: `This Twilio account has no template ${problem.sid}. Nothing was sent.`,
    fix: 'Check TWILIO_TEMPLATE_SID against Content Template Builder in the Twilio console.',
  }),
  template_not_text: (problem) => ({
    message: `The template ${problem.sid} is not plain text alone, but ${templateTypesText(problem.types)}. Nothing was sent.`,
    fix: 'Set TWILIO_TEMPLATE_SID to one of the type twilio/text.',
  }),
  template_variables_differ: (problem) => ({
    message: `The template ${problem.sid} has the variables ${problem.found.join(', ') || '(none)'}; an invite fills exactly 1 to 9. Nothing was sent.`,
    fix: 'Set TWILIO_TEMPLATE_SID to the registration invite; if it is that one, "urmston-invite doctor" says what it lacks.',
  }),
  template_not_approved: (problem) => ({
    message: `WhatsApp has not approved the template ${problem.sid}: its state is "${problem.state}". Nothing was sent.`,
    fix: 'Wait for the approval, or look at the reason in the Twilio console under Content Template Builder.',
  }),
};

/** A run without settings that the user relies on, such as SEND_HOURS, could send what they hold back. */
const NEEDS_SETTINGS = 'Nothing is done without the settings that stand there.';

/** Settings of the service and the shared ledger, which `init` does not ask for. */
const NOT_ASKED_BY_INIT: ReadonlySet<string> = new Set([
  'API_KEY',
  'PUBLIC_URL',
  'LEDGER_TABLE',
  'INVITE_QUEUE_URL',
  'AWS_REGION',
]);

type QueueUnavailable = Extract<StopProblem, { readonly code: 'queue_unavailable' }>;

const QUEUE_TEXTS: { readonly [reason in QueueReason]: Advice } = {
  aws_refused: {
    message: 'AWS does not let you put messages on the queue.',
    fix: 'Ask whoever runs the service for the permission sqs:SendMessage on it, then run the same line again.',
  },
  aws_unreachable: {
    message: 'The queue on AWS cannot be reached.',
    fix: 'Check the network and AWS_REGION, then run the same line again.',
  },
  no_credentials: {
    message: 'No credentials for AWS were found, so nothing can be put on the queue.',
    fix: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, then run the same line again.',
  },
  no_such_queue: {
    message: 'There is no queue at the address in INVITE_QUEUE_URL.',
    fix: 'Take the address that the deployment printed, then run the same line again.',
  },
  not_clear: {
    message: 'AWS did not say whether the queue took a message, so your yes to it was taken back.',
    fix: 'Run the same line again: nothing goes twice.',
  },
  too_large: {
    message: 'A message is larger than the queue takes.',
    fix: 'Send it without --via aws.',
  },
};

function explainQueue({ reason }: QueueUnavailable): Advice {
  const { message, fix } = QUEUE_TEXTS[reason];
  return { message: `${message} What is not told above as on the queue has not left.`, fix };
}
