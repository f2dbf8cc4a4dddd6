import { type ValueProblem, parsed, refused, type Parsed } from '../parsed.ts';

declare const money: unique symbol;
/** An amount in pounds as it is written after the template's own `£`: `40` or `40.50`. */
export type Money = string & { readonly [money]: true };

const WRITTEN =
  /^(?<before>£|GBP\s*)?\s*(?<pounds>\d{1,4}|[1-9],\d{3})(?:\.(?<pence>\d{1,2})|,(?<afterComma>\d{2}))?\s*(?<after>GBP|pounds?)?\s*(?<monthly>p\/?m|p\.m\.|pcm|monthly|(?:per|a|each) month|\/\s*(?:month|mth|mo))?$/iu;

/**
 * Reads `40`, `£40` and `40.00` as one amount, written without `£`, since the template
 * writes its own. Two digits behind a comma are pence, as most of Europe writes them. One digit of pence is a spreadsheet's `40.5` for 40.50. Nothing is free: the
 * template asks for a payment.
 */
export function parseMoney(text: string): Parsed<Money> {
  return parseAmount(text, false);
}

/** As above, and `26 p/m` too: on a fee that is paid once, it would be the sign of a swapped column. */
export function parseMonthlyMoney(text: string): Parsed<Money> {
  return parseAmount(text, true);
}

/**
 * What a grassroots club asks for, in pounds. Most ask for 20 to 150 once and for 15 to 60 a month; what
 * lies outside of these is far likelier a slip of the decimal point or of the column.
 */
const LIKELY_FEES = {
  membership_fee_amount: { least: 1, most: 500 },
  subscription_fee_amount: { least: 1, most: 200 },
} as const;

/** Why a person should look at a fee; null for one that a club may well ask for. */
export function feeDoubt(field: keyof typeof LIKELY_FEES, fee: Money): ValueProblem | null {
  const { least, most } = LIKELY_FEES[field];
  const pounds = Number(fee);
  return pounds < least || pounds > most ? { code: 'money_unlikely', least, most } : null;
}

function parseAmount(text: string, mayBeMonthly: boolean): Parsed<Money> {
  const groups = WRITTEN.exec(text)?.groups;
  const isMonthly = groups?.['monthly'] !== undefined;
  if (groups?.['pounds'] === undefined || (isMonthly && !mayBeMonthly))
    return refused({ code: 'money_malformed' });
  const pounds = Number(groups['pounds'].replace(',', ''));
  const { afterComma } = groups;
  const pence = (groups['pence'] ?? afterComma ?? '').padEnd(2, '0');
  if (pounds === 0 && pence === '00') return refused({ code: 'money_malformed' });
  const amount = (pence === '00' ? String(pounds) : `${pounds}.${pence}`) as Money;
  if (afterComma !== undefined) return parsed(amount, 'decimal_comma');
  const hasCurrency = groups['before'] !== undefined || groups['after'] !== undefined;
  return parsed(amount, hasCurrency ? 'currency_sign_removed' : null);
}
