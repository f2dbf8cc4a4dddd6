import { hash } from 'node:crypto';

/** A list hashed as JSON, in which no two lists are written alike. Hex. */
export function sha256(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}
