import { hash } from 'node:crypto';

/**
 * SHA-256 in hex of a list of texts. The list is serialised as JSON, so that different lists never
 * have the same serialisation.
 */
export function sha256(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex');
}
