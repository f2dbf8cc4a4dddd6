import type {
  FileProblem,
  JsonFault,
  OtherFormat,
  WorkbookKind,
} from '../../domain/problem/problem.ts';
import type { Advice, ProblemTexts } from '../advice.ts';
import { few, listed } from '../format.ts';
import { isOnDrive, readFaultFix, readFaultText } from '../system-fault.ts';

/** The most headings that one sentence names. */
const MOST_HEADINGS = 12;

/** Why the file of a list cannot be read. */
export const FILE_PROBLEMS: ProblemTexts<FileProblem> = {
  file_not_found: (problem) => ({
    message: `There is no file ${problem.file}.`,
    fix: `${isOnDrive(problem.file) ? 'Check that its drive is connected, the name and the folder' : 'Check the name and the folder'}, or drag the file into the window to get its full path.`,
  }),
  is_a_folder: (problem) => ({
    message: `${problem.file} is a folder, not a list.`,
    fix: 'Give the name of the file in it.',
  }),
  file_unreadable: (problem) => ({
    message: `${problem.file} cannot be read${readFaultText(problem.reason)}.`,
    fix:
      readFaultFix(problem.reason, problem.file) ??
      'Close it in other programs and check that you may open it, then try again.',
  }),
  file_empty: (problem) => ({
    message: `${problem.file} is empty.`,
    fix: 'Export the list again and check that the export has rows in it.',
  }),
  not_text: (problem) => ({
    message: `${problem.file} is neither a CSV nor a JSON file: it holds no readable text.`,
    fix: 'Save the list as "CSV UTF-8" in your spreadsheet and give that file.',
  }),
  workbook_not_csv: (problem) => ({
    message: `${problem.file} is ${WORKBOOKS[problem.kind][0]}.`,
    fix: WORKBOOKS[problem.kind][1],
  }),
  other_format: (problem) => ({
    message: `${problem.file} is ${OTHER_FORMATS[problem.format][0]}.`,
    fix:
      problem.inside.length === 0
        ? OTHER_FORMATS[problem.format][1]
        : `Unpack it, and give ${problem.inside.length === 1 ? 'the file from it' : 'one file from it'}: ${listed(problem.inside)}.`,
  }),
  workbook_damaged: (problem) => ({
    message: `${problem.file} is an Excel workbook that is damaged or incomplete.`,
    fix: 'Open it in your spreadsheet, save it again, and give that file.',
  }),
  sheet_too_wide: (problem) => ({
    message: `A sheet of ${problem.file} spreads over ${problem.rows.toLocaleString('en-GB')} rows and ${problem.columns.toLocaleString('en-GB')} columns, most of them without a list.`,
    fix: 'Copy the list alone into a new workbook, save that, and give it.',
  }),
  sheet_unclear: (problem) => ({
    message: `${problem.file} has more than one sheet that could be the list: ${listed(problem.sheets)}.`,
    fix: `Add --sheet "${problem.sheets[0] ?? ''}" or the name of another one, or --sheet all to read those with the same headings together.`,
  }),
  sheet_not_found: (problem) => ({
    message: `${problem.file} has no sheet ${problem.sheet}.`,
    fix:
      problem.sheets.length === 0
        ? 'Leave out --sheet: the file is no workbook.'
        : `Give one that it has: ${listed(problem.sheets)}.`,
  }),
  encoding_unknown: (problem) => ({
    message: `${problem.file} is text in an encoding that cannot be told for certain.`,
    fix: 'Save it as "CSV UTF-8" and give that file.',
  }),
  file_too_large: (problem) => ({
    message: `${problem.file} has ${megabytes(problem.bytes)}; a list may have ${megabytes(problem.limit)}.`,
    fix: 'Check that it is the right file, or split it.',
  }),
  not_json: notJsonText,
  not_csv: (problem) => ({
    message: `${problem.file} cannot be read as a CSV${placeInText(problem.line, null)}.`,
    fix: 'Export it again as "CSV UTF-8"; by hand, look for a stray quote there.',
  }),
  unclosed_quote: (problem) => ({
    message: `In ${problem.file} a quote is opened on line ${problem.line} and never closed, so everything after it is one cell.`,
    fix: `Close the quote on line ${problem.line}, or take it out, and save.`,
  }),
  no_headings: (problem) => ({
    message: `${problem.file} has no heading row: its first row is data, or headings the tool does not know.`,
    fix: 'Put a row of headings on top, such as player_first_name, parent_first_name, parent_tel, and delete the lines above it.',
  }),
  teams_sheet_without_teams: (problem) => ({
    message: `${problem.file} has no column that is surely the team; its headings are ${few(problem.headings, MOST_HEADINGS)}.`,
    fix: 'Give the column with the teams the heading Team.',
  }),
  no_records: (problem) => ({
    message: `${problem.file} holds no records.`,
    fix: 'Export the list again and check that the export has rows in it.',
  }),
  too_many_records: (problem) => ({
    message: `${problem.file} has more than ${problem.limit.toLocaleString('en-GB')} records.`,
    fix: 'Check that it is the right file, or split it.',
  }),
};

function notJsonText({
  file,
  line,
  column,
  why,
  key,
}: Extract<FileProblem, { readonly code: 'not_json' }>): Advice {
  if (key !== undefined) {
    return {
      message: `${file} is JSON of another form than a list of records: they stand under "${key}".`,
      fix: `Give the array under "${key}" alone, or as {"records": [...]}.`,
    };
  }
  if (line === null) {
    return {
      message: `${file} is JSON of another form than a list of records.`,
      fix: 'Put in one record, an array of records, or {"records": [...]}.',
    };
  }
  if (why !== undefined) {
    const [what, fix] = JSON_FAULTS[why];
    return { message: `${file} is not JSON: ${what}${placeInText(line, column)}.`, fix };
  }
  return {
    message: `${file} is not complete JSON${placeInText(line, column)}.`,
    fix: 'Export it again; by hand, look for a missing comma, quote or bracket there.',
  };
}

const JSON_FAULTS = {
  trailing_comma: [
    'there is a comma after the last value, before a closing bracket',
    'Take out the comma before that bracket.',
  ],
  comment: ['it has a comment in it', 'Take out the comment: JSON has none.'],
} as const satisfies { readonly [why in JsonFault]: readonly [what: string, fix: string] };

const WORKBOOKS = {
  xlsx: [
    'an Excel workbook under the name of a text file',
    'Give it its own ending back (.xlsx), or save it as "CSV UTF-8", and give that file.',
  ],
  xls_or_locked: [
    'a workbook of an old kind, or one behind a password',
    'Open it, choose "Save as", "Excel workbook (.xlsx)" without a password, and give that file.',
  ],
  other: [
    'a spreadsheet of a kind that is not read',
    'Open it, choose "Save as", "Excel workbook (.xlsx)" or "CSV UTF-8", and give that file.',
  ],
} as const satisfies { readonly [kind in WorkbookKind]: readonly [what: string, fix: string] };

const OTHER_FORMATS = {
  compressed: ['a compressed file', 'Unpack it, and give the file that was in it.'],
  archive: [
    'a ZIP archive, not a list',
    'Unpack it, and give the CSV or the Excel workbook (.xlsx) that was in it, if there is one.',
  ],
  web_page: [
    'a web page, whatever its name says',
    'Open it in Excel or LibreOffice, choose "Save as", "Excel workbook (.xlsx)", and give that file.',
  ],
  xml: [
    'an XML file, which is not read as a list',
    'Open it in Excel, choose "Save as", "Excel workbook (.xlsx)", or export the list as CSV.',
  ],
  lock_file: [
    'no list: a spreadsheet program keeps this file beside a list that is open in it',
    'Give the list itself: the same name without "~$" or ".~lock." in front. Save it and close it first.',
  ],
} as const satisfies { readonly [format in OtherFormat]: readonly [what: string, fix: string] };

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function placeInText(line: number | null, column: number | null): string {
  if (line === null) return '';
  return column === null ? ` (line ${line})` : ` (line ${line}, character ${column})`;
}
