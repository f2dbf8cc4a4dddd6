/**
 * Which of two parents in one row get the invite. `mobile` is the parent with a mobile, the first if both have
 * one; with `each`, the operator is asked for each family.
 */
export const PARENT_CHOICES = ['first', 'second', 'both', 'mobile', 'each'] as const;
export type WhichParents = (typeof PARENT_CHOICES)[number];
