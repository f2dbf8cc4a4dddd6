import type { SettingFault, StopProblem } from '../../domain/problem.ts';
import { printableAdvice, type Advice } from './advice.ts';
import { explainLedger } from './ledger.ts';
import { explainRefusal } from './refusal.ts';

/** A reason to stop, in words. Exhaustive, so a problem without words does not compile. */
export function explainStop(problem: StopProblem): Advice {
  return printableAdvice(wordsFor(problem));
}

function wordsFor(problem: StopProblem): Advice {
  switch (problem.code) {
    case 'file_not_found':
      return {
        message: `There is no file ${problem.file}.`,
        fix: 'Check the name and the folder, or drag the file into the window to get its full path.',
      };
    case 'is_a_folder':
      return {
        message: `${problem.file} is a folder, not a list.`,
        fix: 'Give the name of the file in it.',
      };
    case 'file_unreadable':
      return {
        message: `${problem.file} cannot be read${reasonInWords(problem.reason)}.`,
        fix: 'Close it in other programs and check that you may open it, then try again.',
      };
    case 'file_empty':
      return {
        message: `${problem.file} is empty.`,
        fix: 'Export the list again and check that the export has rows in it.',
      };
    case 'not_text':
      return {
        message: `${problem.file} is neither a CSV nor a JSON file: it holds no readable text.`,
        fix: 'Save the list as "CSV UTF-8" in your spreadsheet and give that file.',
      };
    case 'workbook_not_csv':
      return {
        message: `${problem.file} is a spreadsheet workbook, whatever its name ends in.`,
        fix: 'Open it, choose "Save as", "CSV UTF-8", and give that file.',
      };
    case 'encoding_unknown':
      return {
        message: `${problem.file} is text in an encoding that cannot be told for certain.`,
        fix: 'Save it as "CSV UTF-8" and give that file.',
      };
    case 'file_too_large':
      return {
        message: `${problem.file} has ${megabytes(problem.bytes)}; a list may have ${megabytes(problem.limit)}.`,
        fix: 'Check that it is the right file, or split it.',
      };
    case 'not_json':
      return problem.line === null
        ? {
            message: `${problem.file} is JSON of another form than a list of records.`,
            fix: 'Put in one record, an array of records, or {"records": [...]}.',
          }
        : {
            message: `${problem.file} is not complete JSON${placeInText(problem.line, problem.column)}.`,
            fix: 'Export it again; by hand, look for a missing comma, quote or bracket there.',
          };
    case 'not_csv':
      return {
        message: `${problem.file} cannot be read as a CSV${placeInText(problem.line, null)}.`,
        fix: 'Export it again as "CSV UTF-8"; by hand, look for a stray quote there.',
      };
    case 'unclosed_quote':
      return {
        message: `In ${problem.file} a quote is opened on line ${problem.line} and never closed, so everything after it is one cell.`,
        fix: `Close the quote on line ${problem.line}, or take it out, and save.`,
      };
    case 'no_headings':
      return {
        message: `${problem.file} has no heading row: its first row is data, or headings the tool does not know.`,
        fix: 'Put a row of headings on top, such as player_first_name, parent_first_name, parent_tel.',
      };
    case 'no_records':
      return {
        message: `${problem.file} holds no records.`,
        fix: 'Export the list again and check that the export has rows in it.',
      };
    case 'too_many_records':
      return {
        message: `${problem.file} has more than ${problem.limit.toLocaleString('en-GB')} records.`,
        fix: 'Check that it is the right file, or split it.',
      };
    case 'usage':
      return { message: problem.message, fix: problem.fix };
    case 'row_not_found':
      return {
        message: `There is no message for row ${problem.row}.`,
        fix: 'Count rows as a spreadsheet shows them, the headings being row 1; "check" says why a row is left out.',
      };
    case 'player_not_found':
      return {
        message: `There is no message for a player whose name contains "${problem.player}".`,
        fix: 'Check the spelling; "check" says why a row is left out.',
      };
    case 'settings_missing':
      return {
        message: `Not set up yet: ${problem.names.join(', ')} ${problem.names.length === 1 ? 'is' : 'are'} missing.`,
        fix: [
          'Put what is missing into a file called .env in this folder (see "urmston-invite help environment"), or try everything without an account with --rehearse.',
          ...settingFixes(problem.faults),
        ].join(' '),
      };
    case 'settings_malformed':
      return {
        message: `Settings that cannot be right: ${problem.faults.map(({ name }) => name).join(', ')}.`,
        fix: settingFixes(problem.faults).join(' '),
      };
    case 'settings_unreadable':
      return {
        message: `The settings in ${problem.file} cannot be read.`,
        fix: 'Check that it is a file and that you may open it.',
      };
    case 'operator_needed':
      return OPERATOR_NEEDED[problem.why];
    case 'stopped_by_hand':
      return {
        message: 'Stopped by hand before the first question. Nothing was sent.',
        fix: 'Run the same line again to go on.',
      };
    case 'ledger_unavailable':
      return explainLedger(problem.file, problem.reason);
    case 'ledger_from_newer_version':
      return {
        message: `The ledger ${problem.file} was written by a newer urmston-invite. Nothing was sent.`,
        fix: 'Use the newer one, on this computer too.',
      };
    case 'twilio_unreachable':
      return {
        message: 'Twilio cannot be reached. Nothing was sent.',
        fix: 'Check the internet connection and run the same line again.',
      };
    case 'twilio_unclear':
      return {
        message: `Twilio gave no usable answer${problem.httpStatus === null ? '' : ` (HTTP ${problem.httpStatus})`}. Nothing was sent.`,
        fix: 'Try again in a few minutes; https://status.twilio.com tells of faults on their side.',
      };
    case 'twilio_refused':
      return explainRefusal(problem.twilioCode, problem.twilioText);
    case 'template_not_found':
      return {
        message: `This Twilio account has no template ${problem.sid}. Nothing was sent.`,
        fix: 'Check TWILIO_TEMPLATE_SID against Content Template Builder in the Twilio console.',
      };
    case 'template_not_text':
      return {
        message: `The template ${problem.sid} is not a plain text template. Nothing was sent.`,
        fix: 'Set TWILIO_TEMPLATE_SID to one of the type twilio/text.',
      };
    case 'template_variables_differ':
      return {
        message: `The template ${problem.sid} has the variables ${problem.found.join(', ') || '(none)'}; an invite fills exactly 1 to 9. Nothing was sent.`,
        fix: 'Set TWILIO_TEMPLATE_SID to the registration invite.',
      };
    case 'template_not_approved':
      return {
        message: `WhatsApp has not approved the template ${problem.sid}: its state is "${problem.state}". Nothing was sent.`,
        fix: 'Wait for the approval, or look at the reason in the Twilio console under Content Template Builder.',
      };
  }
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
} as const satisfies { readonly [why: string]: Advice };

/** The system's code in words; of one that is not here, nothing: it would help nobody. */
function reasonInWords(reason: string): string {
  const words = READ_FAULTS.get(reason);
  return words === undefined ? '' : `: ${words}`;
}

const READ_FAULTS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'you may not open it'],
  ['EPERM', 'you may not open it'],
  ['EBUSY', 'another program has it open'],
  ['ENAMETOOLONG', 'its name is too long'],
  ['EIO', 'the disk reports a fault'],
]);

function settingFixes(faults: readonly SettingFault[]): readonly string[] {
  return faults.map(({ name, expected }) => `Set ${name} to ${expected}.`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function placeInText(line: number | null, column: number | null): string {
  if (line === null) return '';
  return column === null ? ` (line ${line})` : ` (line ${line}, character ${column})`;
}
