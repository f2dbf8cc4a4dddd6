/** Approved messages that the worker on AWS could not send. They hold names and numbers for two weeks. */
export type DeadLetters = {
  /**
   * Reads all of them and counts those that are meant.
   *
   * @param remove whether to delete those
   * @throws InviteError `dead_letters_unavailable`
   */
  readonly sweep: (
    isMeant: (body: string) => boolean,
    options: { readonly remove: boolean },
  ) => Promise<number>;
  readonly close: () => void;
};
