import type { LedgerKey } from '../../../domain/delivery/seal.ts';

export async function readKeySecret(_place: { readonly region: string }): Promise<LedgerKey> {
  throw new Error('The secret cannot be read yet.');
}
