import { expect } from '@jest/globals';
import type { Advice } from '../../src/text/advice.ts';

/** A fix starts with an imperative, or says that there is nothing to do. */
const IMPERATIVES =
  /^(?:Add|Ask|Change|Check|Choose|Close|Compare|Copy|Correct|Count|Delete|Export|Fill|Format|Give|If it is, say|Keep|Leave|Look|Make|Move|Nothing to do|Open|Put|Run|Save|Say|Set|Shorten|Show|Take|Try|Type|Unpack|Use|Wait|Write)\b/u;

/** System codes, stack frames and `undefined`: no text for a user contains these. */
const JARGON = /\bE[A-Z]{3,}\b|\b(?:undefined|null|NaN|exception|stack|errno)\b|\[object| {2}/u;

/** Checks that advice is one that a club secretary can act on. */
export function expectPlainWords({ message, fix }: Advice): void {
  expect(message).toMatch(/^[A-Z\-+.\w].*\.$/su);
  expect(fix).toMatch(IMPERATIVES);
  expect(fix).toMatch(/\.$/u);
  for (const text of [message, fix]) {
    expect(text.length).toBeLessThan(250);
    expect(text).not.toMatch(JARGON);
  }
}
