/** What happened, in words, and what the reader can do about it. */
export type Advice = { readonly message: string; readonly fix: string };
