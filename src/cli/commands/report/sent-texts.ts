import type { ReportLine } from '../../../application/report/report-line.ts';
import { FIELD_LABELS } from '../../../domain/record/field.ts';
import {
  TEMPLATE_VARIABLES,
  VARIABLE_NUMBERS,
  type Template,
} from '../../../domain/message/template.ts';
import type { SentText } from '../../../pages/report-page.ts';

/** As many texts as anybody compares. */
const MOST_TEXTS = 5;

/** The texts of messages that are seen one after the other. */
export type SentTexts = {
  readonly add: (line: ReportLine) => void;
  /** The most frequent first. */
  readonly most: () => readonly SentText[];
};

/**
 * The texts that went out, with the name of each value in its place: no message is shown with what
 * stood in it. Where the template at hand is the one that was filled in, its own text is shown.
 */
export function sentTexts({ sid, body }: Pick<Template, 'sid' | 'body'>): SentTexts {
  const texts = new Map<string, SentText>();
  return {
    add: (line) => {
      if (line.body === '') return;
      const isThisTemplate = line.templateSid === sid && filled(body, line) === line.body;
      const text = { sid: line.templateSid, body: isThisTemplate ? named(body) : blanked(line) };
      const name = JSON.stringify(text);
      texts.set(name, { ...text, messages: (texts.get(name)?.messages ?? 0) + 1 });
    },
    most: () =>
      [...texts.values()].toSorted((a, b) => b.messages - a.messages).slice(0, MOST_TEXTS),
  };
}

const PLACEHOLDER = /\{\{\s*(\d)\s*\}\}/gu;
const labelOf = (number: keyof typeof TEMPLATE_VARIABLES): string =>
  `[${FIELD_LABELS[TEMPLATE_VARIABLES[number]]}]`;
const numberOf = (text: string): keyof typeof TEMPLATE_VARIABLES | undefined =>
  VARIABLE_NUMBERS.find((number) => number === text);

function filled(body: string, { variables }: ReportLine): string {
  return body.replace(PLACEHOLDER, (whole, number: string) => {
    const known = numberOf(number);
    return (known === undefined ? undefined : variables[known]) ?? whole;
  });
}

function named(body: string): string {
  return body.replace(PLACEHOLDER, (whole, number: string) => {
    const known = numberOf(number);
    return known === undefined ? whole : labelOf(known);
  });
}

/** Every value taken out wherever it stands, the longest first: rather too much than a name. */
function blanked({ body, variables }: ReportLine): string {
  const byValue = new Map(
    VARIABLE_NUMBERS.flatMap((number) => {
      const value = variables[number];
      return value === undefined || value === '' ? [] : [[value, labelOf(number)] as const];
    }),
  );
  if (byValue.size === 0) return '[the values of this message were erased]';
  const values = [...byValue.keys()].toSorted((a, b) => b.length - a.length);
  const pattern = new RegExp(values.map((value) => RegExp.escape(value)).join('|'), 'gu');
  return body.replace(pattern, (value) => byValue.get(value) ?? value);
}
