import { InviteError } from '../../../domain/problem/problem.ts';

/** Elements with which a web page begins, or a table that was exported as one. */
const WEB_PAGE =
  /^<(?:!doctype\s+html|(?:html|head|meta|title|style|script|body|div|table|thead|tbody|tr|p|span|font|center|h[1-6])[\s/>])/iu;
const WEB_PAGE_WITHIN = /<(?:html|table)[\s>]/iu;
const XML = /^<(?:\?xml|!|[\w:.-]+\s[^>]*\bxmlns)/iu;
/** The XML of Excel 2003 and that of LibreOffice. */
const SPREADSHEET =
  /^<(?!html)[^]*(?:"urn:schemas-microsoft-com:office:spreadsheet"|"urn:oasis:names:tc:opendocument)/iu;

/** The most characters that are looked at: these formats declare themselves at their start. */
const MOST_CHARACTERS = 4096;

/**
 * Refuses HTML and XML, which exports often have under the name of a workbook.
 *
 * @param text the text, or its start, without blanks before it
 * @throws InviteError `workbook_not_csv` or `other_format`
 */
export function refuseMarkup(text: string, file: string): void {
  if (!text.startsWith('<')) return;
  const start = text.slice(0, MOST_CHARACTERS);
  const isXml = XML.test(start);
  if (WEB_PAGE.test(start) || (isXml && WEB_PAGE_WITHIN.test(start) && !SPREADSHEET.test(start))) {
    throw new InviteError({ code: 'other_format', file, format: 'web_page', inside: [] });
  }
  if (!isXml) return;
  if (SPREADSHEET.test(start)) {
    throw new InviteError({ code: 'workbook_not_csv', file, kind: 'other' });
  }
  throw new InviteError({ code: 'other_format', file, format: 'xml', inside: [] });
}
