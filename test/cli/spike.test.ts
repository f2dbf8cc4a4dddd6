import { it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { run, sample, aCsv, rowsFor } from './run.ts';
const show = (n: string, r: unknown) =>
  writeFileSync(
    `/tmp/spike-${n}.txt`,
    typeof r === 'string' ? r : Object.values(r as object).join('\n=====\n'),
  );
it('x', async () => {
  show('check', await run(['check', sample('players.csv')]));
  show('checkj', await run(['check', '--json', sample('players.csv')]));
  show('prev', await run(['preview', sample('payload.json')]));
  show('prevj', await run(['preview', '--json', sample('payload.json')]));
  show(
    'send',
    await run(['send', '--rehearse', sample('players.csv')], { stdin: 'y\nn\nb\nx\n?\ny\n' }),
  );
  show(
    'sendj',
    await run(
      [
        'send',
        '--rehearse',
        '--json',
        aCsv([...rowsFor(['101', '211', '503']), { parent_tel: '07700 90012' }]),
      ],
      { stdin: 'y\ny\ny\n' },
    ),
  );
  show('help', await run(['send', '--help']));
});
