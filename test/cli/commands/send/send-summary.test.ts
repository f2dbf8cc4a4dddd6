import { describe, expect, it } from '@jest/globals';
import { aCsv, rowsFor, run } from '../../run.ts';

/** The last lines of a send with a yes to each of these, or as many as `answers` has. */
async function endOf(lastThree: readonly string[], answers = 'y\n'.repeat(lastThree.length)) {
  const list = aCsv(rowsFor(lastThree));
  const { stderr } = await run(['send', list, '--rehearse'], { stdin: answers });
  return { list, lines: stderr.split('\n') };
}

const WATCH = 'To see who gets it: urmston-invite status --watch --rehearse';

describe('a send that ends', () => {
  it('says how to see who gets it', async () => {
    const { lines } = await endOf(['101']);
    expect(lines).toContain(WATCH);
  });

  it('does not where nothing went', async () => {
    const { lines } = await endOf(['101'], 'n\n');
    expect(lines).not.toContain(WATCH);
  });

  it('says when to run the same line again for what is unknown', async () => {
    const { list, lines } = await endOf(['101', '802']);
    expect(lines).toContain(
      `To find out what is unknown (1), run this in a minute: urmston-invite send ${list} --rehearse`,
    );
    expect(lines).toContain(WATCH);
  });
});
