/**
 * What Twilio's refusal of a request shows about the login: the credentials are wrong, the API key lacks
 * a permission, or the account is suspended or closed.
 */
export type RefusedAccess = 'credentials' | 'permission' | 'account';

const BY_CODE: ReadonlyMap<number, RefusedAccess> = new Map([
  [20003, 'credentials'],
  [20403, 'account'],
  [70051, 'permission'],
]);

/**
 * The code decides, since Twilio's HTTP status does not tell a restricted key (70051) from a wrong token:
 * both may come with 401. Null for a refusal that has nothing to do with the login.
 */
export function refusedAccess({
  httpStatus,
  twilioCode,
}: {
  readonly httpStatus: number;
  readonly twilioCode: number;
}): RefusedAccess | null {
  return BY_CODE.get(twilioCode) ?? (httpStatus === 401 ? 'credentials' : null);
}
