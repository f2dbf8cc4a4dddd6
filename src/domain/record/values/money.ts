import { type ValueProblem, parsed, refused, type Parsed } from '../parsed.ts';

declare const money: unique symbol;
/** An amount in pounds as it is written after the template's own `£`: `40` or `40.50`. */
export type Money = string & { readonly [money]: true };

const WRITTEN =
  /^(?<before>£|GBP\s*)?\s*(?<pounds>\d{1,4}|[1-9],\d{3})(?:\.(?<pence>\d{1,2})|,(?<afterComma>\d{2}))?\s*(?<after>GBP|pounds?)?\s*(?<monthly>p\/?m|p\.m\.|pcm|monthly|(?:per|a|each) month|\/\s*(?:month|mth|mo))?$/iu;

/**
 * Parses `40`, `£40` and `40.00` into `40`, without `£`, since the template has its own. Two digits
 * after a comma are pence, as in most of Europe. One digit of pence is a spreadsheet's `40.5` for
 * 40.50. Zero is refused: the template asks for a payment.
 */
export function parseMoney(text: string): Parsed<Money> {
  return parseAmount(text, false);
}

/** Also accepts `26 p/m`. In a fee that is paid once, that would be a sign of swapped columns. */
export function parseMonthlyMoney(text: string): Parsed<Money> {
  return parseAmount(text, true);
}

/**
 * Plausible fees for a grassroots club, in pounds. Most clubs ask for 20 to 150 once and for 15 to
 * 60 a month. A fee outside the range probably has a misplaced decimal point or is in the wrong
 * column.
 */
const LIKELY_FEES = {
  membership_fee_amount: { least: 1, most: 500 },
  subscription_fee_amount: { least: 1, most: 200 },
} as const;

/** Why a person should look at a fee; null if it is plausible. */
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
