import type { Money } from '../record/values/money.ts';

/** From so many rows on there is something usual to be out of line with. */
const FEWEST_ROWS = 5;

export type UnusualFee<Row> = { readonly invite: Row; readonly usual: Money };

/**
 * Rows whose fee is half or less, or double or more, of what most rows have: a 4 or a 400 among the
 * 40s. Where no amount is in most rows, nothing is usual.
 */
export function unusualFees<Row>(
  invites: readonly Row[],
  feeOf: (invite: Row) => Money,
): readonly UnusualFee<Row>[] {
  if (invites.length < FEWEST_ROWS) return [];
  const rowsByFee = Map.groupBy(invites, feeOf);
  const most = [...rowsByFee].find(([, rows]) => rows.length * 2 > invites.length);
  if (most === undefined) return [];
  const [usual] = most;
  return invites
    .filter((invite) => isFar(Number(feeOf(invite)), Number(usual)))
    .map((invite) => ({ invite, usual }));
}

function isFar(fee: number, usual: number): boolean {
  return fee >= usual * 2 || fee <= usual / 2;
}
