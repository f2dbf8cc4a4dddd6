import { execFileSync } from 'node:child_process';
import { z } from 'zod';

/** What is needed of a CycloneDX document; the rest is passed on as it is. */
const BILL = z.looseObject({
  components: z.array(
    z.looseObject({ 'bom-ref': z.string(), name: z.string(), version: z.string() }),
  ),
  dependencies: z.array(
    z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() }),
  ),
});

export type Bill = z.infer<typeof BILL>;

/** npm's bill of materials of the whole lock file, in CycloneDX. */
export function wholeBill(): Bill {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  return BILL.parse(
    JSON.parse(execFileSync('npm', args, { encoding: 'utf8', maxBuffer: 2 ** 27 })),
  );
}

/**
 * The part of a bill of materials that is in a download: npm lists every package that the project is built
 * and tested with.
 *
 * @param packages as name and version, joined by `@`
 * @throws Error if the bill lacks one of them
 */
export function billOf(bill: Bill, packages: readonly string[]): Bill {
  const wanted = new Set(packages);
  const components = bill.components.filter(({ name, version }) =>
    wanted.delete(`${name}@${version}`),
  );
  if (wanted.size > 0) throw new Error(`npm does not list ${[...wanted].join(', ')}.`);
  const kept = new Set(components.map((component) => component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map((one) => ({ ...one, dependsOn: (one.dependsOn ?? []).filter((ref) => kept.has(ref)) }));
  return { ...bill, components, dependencies };
}
