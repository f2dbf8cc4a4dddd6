import { expect } from '@jest/globals';
import type { Advice } from '../../src/text/advice.ts';

/** What a fix may start with: something to do, or the news that nothing needs doing. */
const IMPERATIVES =
  /^(?:Add|Ask|Check|Choose|Close|Compare|Correct|Count|Export|Fill|Format|Give|If it is, say|Keep|Leave|Look|Make|Move|Nothing to do|Open|Put|Run|Save|Say|Set|Shorten|Show|Take|Try|Type|Use|Wait|Write)\b/u;

/** System codes, stack frames and values that fell through: nothing a club secretary should meet. */
const JARGON = /\bE[A-Z]{3,}\b|\b(?:undefined|null|NaN|exception|stack|errno)\b|\[object| {2}/u;

/** Holds advice against what a person at a kitchen table can use. */
export function expectPlainWords({ message, fix }: Advice): void {
  expect(message).toMatch(/^[A-Z\-+.\w].*\.$/su);
  expect(fix).toMatch(IMPERATIVES);
  expect(fix).toMatch(/\.$/u);
  for (const text of [message, fix]) {
    expect(text.length).toBeLessThan(250);
    expect(text).not.toMatch(JARGON);
  }
}
