import { parsed, refused, type Parsed } from './parsed.ts';

declare const money: unique symbol;
/** An amount in pounds as it is written after the template's own `£`: `40` or `40.50`. */
export type Money = string & { readonly [money]: true };

const WRITTEN =
  /^(?<sign>£|GBP\s*)?\s*(?<pounds>\d{1,4}|[1-9],\d{3})(?:\.(?<pence>\d{1,2}))?\s*(?<monthly>p\/?m|per month|a month|\/\s*month)?$/iu;

/**
 * Reads `40`, `£40` and `40.00` as one amount, written without `£`, since the template
 * writes its own. One digit of pence is a spreadsheet's `40.5` for 40.50. Nothing is free: the
 * template asks for a payment.
 */
export function parseMoney(text: string): Parsed<Money> {
  return parseAmount(text, false);
}

/** As above, and `26 p/m` too: on a fee that is paid once, it would be the sign of a swapped column. */
export function parseMonthlyMoney(text: string): Parsed<Money> {
  return parseAmount(text, true);
}

function parseAmount(text: string, mayBeMonthly: boolean): Parsed<Money> {
  const groups = WRITTEN.exec(text)?.groups;
  const isMonthly = groups?.['monthly'] !== undefined;
  if (groups?.['pounds'] === undefined || (isMonthly && !mayBeMonthly))
    return refused({ code: 'money_malformed' });
  const pounds = Number(groups['pounds'].replace(',', ''));
  const pence = (groups['pence'] ?? '').padEnd(2, '0');
  if (pounds === 0 && pence === '00') return refused({ code: 'money_malformed' });
  const amount = (pence === '00' ? String(pounds) : `${pounds}.${pence}`) as Money;
  return groups['sign'] === undefined ? parsed(amount) : parsed(amount, 'currency_sign_removed');
}
