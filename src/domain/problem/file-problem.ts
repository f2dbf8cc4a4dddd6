/** What can be wrong with a list file. Each of these stops the run before any row is checked. */
export type FileProblem =
  | { readonly code: 'file_not_found'; readonly file: string }
  | { readonly code: 'is_a_folder'; readonly file: string }
  | { readonly code: 'file_unreadable'; readonly file: string; readonly reason: string }
  | { readonly code: 'file_empty'; readonly file: string }
  | { readonly code: 'not_text'; readonly file: string }
  | { readonly code: 'workbook_not_csv'; readonly file: string; readonly kind: WorkbookKind }
  | { readonly code: 'workbook_damaged'; readonly file: string }
  | { readonly code: 'sheet_unclear'; readonly file: string; readonly sheets: readonly string[] }
  | {
      readonly code: 'sheet_not_found';
      readonly file: string;
      readonly sheet: string;
      readonly sheets: readonly string[];
    }
  | { readonly code: 'encoding_unknown'; readonly file: string }
  | {
      readonly code: 'file_too_large';
      readonly file: string;
      readonly bytes: number;
      readonly limit: number;
    }
  | {
      readonly code: 'not_json';
      readonly file: string;
      readonly line: number | null;
      readonly column: number | null;
    }
  | { readonly code: 'not_csv'; readonly file: string; readonly line: number | null }
  | { readonly code: 'unclosed_quote'; readonly file: string; readonly line: number }
  | { readonly code: 'no_headings'; readonly file: string }
  | { readonly code: 'no_records'; readonly file: string }
  | { readonly code: 'too_many_records'; readonly file: string; readonly limit: number };

/** A workbook that is not read. `xlsx` only if the file has the extension of another format. */
export type WorkbookKind = 'xlsx' | 'xls_or_locked' | 'other';
