import type { RepairReason } from './repair-reason.ts';
import { sha256 } from '../sha256.ts';

/** A change to a value that is made on a yes alone, since it could be meant as it stands. */
export type RepairOffer = {
  /** The same for every cell with the same text and the same change, and says neither. SHA-256, hex. */
  readonly id: string;
  readonly why: Extract<RepairReason, 'read_twice' | 'codes_decoded' | 'proper_case'>;
  readonly from: string;
  readonly to: string;
};

export function makeRepairOffer(why: RepairOffer['why'], from: string, to: string): RepairOffer {
  // With what it becomes: a yes to one change is no yes to another of the same text.
  return { id: sha256(['mend', why, from, to]), why, from, to };
}

/** Whether a row is refused for as long as nobody says yes to this mend. */
export function isNeeded({ why }: RepairOffer): boolean {
  return why !== 'proper_case';
}
