/** What a service is asked, and what it has to answer. None of it can send anything. */
export type ServiceCheckName =
  | 'health'
  | 'no_key'
  | 'wrong_key'
  | 'invalid_record'
  | 'oversized_record'
  | 'wrong_method'
  | 'wrong_content_type'
  | 'unsigned_webhook'
  | 'forged_webhook'
  | 'request_id';

export type ServiceCheck = {
  readonly check: ServiceCheckName;
  readonly isRight: boolean;
  /** Null where no answer came. */
  readonly httpStatus: number | null;
  readonly expected: readonly number[];
  /** How long the answer took. */
  readonly milliseconds: number;
};
