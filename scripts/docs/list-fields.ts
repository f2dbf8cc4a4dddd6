import { HEADING_ALIASES } from '../../src/adapters/list-file/columns/heading-aliases.ts';
import {
  COLUMN_FIELDS,
  COLUMN_LABELS,
  FIELD_LABELS,
  FIELDS,
} from '../../src/domain/record/field.ts';
import { TEMPLATE_VARIABLES } from '../../src/domain/message/template.ts';
import { WRONG_CONTENT } from '../../src/text/list/list-option-fault.ts';
import { code, plain, table } from './markdown.ts';

/** The fields of a record, and where each stands in the message. */
export function listFields(): string {
  const variables = Object.entries(TEMPLATE_VARIABLES);
  return table(
    ['field', 'is', 'in the message'],
    FIELDS.map((field) => {
      const variable = variables.find(([, from]) => from === field)?.[0];
      const where = variable === undefined ? 'not sent' : code(`{{${variable}}}`);
      return [code(field), FIELD_LABELS[field], where];
    }),
  );
}

/** The headings that are known for each field. */
export function listHeadings(): string {
  return table(
    ['field', 'taken', 'asked about', 'never taken'],
    COLUMN_FIELDS.map((field) => {
      const { alias, ask, never } = HEADING_ALIASES[field];
      return [
        `${code(field)} (${COLUMN_LABELS[field]})`,
        plain(alias.join(', ')),
        plain(ask.join(', ')),
        plain(never.map(({ heading, holds }) => `${heading} (${WRONG_CONTENT[holds]})`).join(', ')),
      ];
    }),
  );
}
