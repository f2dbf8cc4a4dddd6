import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { openLedgerFile } from '../../../../src/adapters/storage/sqlite/ledger-file.ts';
import type { MessageSid } from '../../../../src/domain/delivery/ids.ts';
import type { Phone } from '../../../../src/domain/record/phone/phone.ts';
import { openOptOuts, openReplies } from '../../../support/ledger/ledger-parts.ts';
import { withoutIds } from '../../../support/normalised-text.ts';
import { aFolder, type Scene } from '../../../support/terminal/fake-shell.ts';
import { aCsv, documentIn, run, type Ran, type RowParts } from '../../run.ts';

const AVA: RowParts = {
  player_first_name: 'Ava',
  player_last_name: 'Hartley',
  parent_first_name: 'Petra',
  parent_last_name: 'Hartley',
  parent_tel: '07700 900123',
};
const CLEO: RowParts = { ...AVA, player_first_name: 'Cleo', team_name: 'Lions' };
const OTHER_PARENT: RowParts = {
  ...AVA,
  parent_first_name: 'Quentin',
  parent_last_name: 'Marsh',
  parent_tel: '07700 900124',
};
const JANE = '+447700900123' as Phone;
const NUMBER = '07700 900123';

type Exported = { readonly items: readonly { readonly kind: string; readonly data: object }[] };

let home: string;
let folder: string;
const at = async (words: readonly string[], scene: Scene = {}): Promise<Ran> =>
  await run(words, { ...scene, home });
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const exported = (): Exported => JSON.parse(read('data.json')) as Exported;
const count = (kind: string): number => kinds().filter((one) => one === kind).length;
const kinds = (): readonly string[] => exported().items.map(({ kind }) => kind);

/** What is sent to two children of one phone, with what their parents wrote, and to another household. */
beforeEach(async () => {
  home = aFolder();
  folder = join(aFolder(), 'hartley');
  const rows = [AVA, CLEO, OTHER_PARENT];
  await at(['send', aCsv(rows), '--rehearse'], { stdin: `b\n${'y\n'.repeat(rows.length)}` });
  const replies = openReplies(join(home, 'rehearsal.db'), 'rehearsal');
  await replies.add({
    sid: `SM${'a'.repeat(32)}` as MessageSid,
    sender: JANE,
    userId: 'GB.1a2b',
    text: 'Is <b>Ava</b> too old for it? =1+1',
    button: null,
    media: [],
    answers: null,
    at: new Date('2026-11-23T11:30:00Z'),
  });
  await replies.close();
  await at(['opt-out', 'add', NUMBER, '--rehearse']);
});

describe('history --export', () => {
  it('writes a page and a document into a new folder that only its owner can read', async () => {
    const ran = await at(['history', NUMBER, '--export', folder]);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain('2 messages, 1 reply, 1 opt-out, 2 players');
    expect(readdirSync(folder).toSorted()).toEqual(['data.json', 'page.html']);
    if (process.platform !== 'win32') {
      const modes = [folder, join(folder, 'data.json'), join(folder, 'page.html')].map(
        (path) => statSync(path).mode & 0o777,
      );
      expect(modes).toEqual([0o700, 0o600, 0o600]);
    }
    expect(exported()).toMatchObject({
      schema: 1,
      number: JANE,
      player: null,
      purpose: expect.stringContaining('register'),
      recipients: [{ name: 'Twilio' }, { name: 'Meta (WhatsApp)' }],
    });
    expect(read('page.html')).toContain('Is &lt;b&gt;Ava&lt;/b&gt; too old for it? =1+1');
  });

  it('leaves out the other household', async () => {
    await at(['history', NUMBER, '--export', folder]);
    for (const name of ['data.json', 'page.html']) {
      expect(withoutIds(read(name))).not.toMatch(/Quentin|Marsh|900124|900 124/u);
    }
  });

  it('has every item that forget erases, and no other', async () => {
    await at(['history', NUMBER, '--export', folder]);
    const { goes } = documentIn(await at(['forget', NUMBER, '--dry-run', '--json'])) as {
      readonly goes: { readonly [kind: string]: unknown };
    };
    const { ledger_copies: _copies, ...counted } = goes;
    expect({
      messages: count('message'),
      replies: count('reply'),
      players: count('player'),
      opt_out_numbers: count('opt_out'),
      simulated_messages: count('simulated'),
      answers: count('answer'),
      texts_naming_it: count('mention'),
    }).toEqual(counted);
  });

  it('has every text in the file that forget then erases', async () => {
    await at(['history', NUMBER, '--export', folder]);
    const file = join(home, 'rehearsal.db');
    const before = valuesIn(file);
    const { erasable, close } = openLedgerFile(file, 'rehearsal');
    await erasable.erase({ kind: 'number', phone: JANE }, new Date('2026-11-23T12:00:00Z'));
    await erasable.scrub();
    await close();
    const after = bytesOf(file);
    const erased = [...before].filter((value) => !after.includes(value));
    expect(erased).toEqual(
      expect.arrayContaining(['Petra Hartley', 'Cleo Hartley', JANE, 'GB.1a2b']),
    );
    const data = read('data.json');
    expect(erased.filter((value) => !data.includes(value))).toEqual([]);
  });

  it('is about one child alone with --player', async () => {
    const ran = await at(['history', NUMBER, '--export', folder, '--player', 'cleo']);
    expect(ran.exitCode).toBe(0);
    expect(kinds().toSorted()).toEqual([
      'contact',
      'message',
      'opt_out',
      'player',
      'reply',
      'simulated',
      'whatsapp_id',
      'whatsapp_id',
    ]);
    const document = read('data.json');
    expect(document).toContain('Cleo');
    expect(exported().items.find(({ kind }) => kind === 'message')?.data).toMatchObject({
      player: 'Cleo Hartley',
      team: 'Lions u11s',
    });
  });

  it('leaves out with --player what was asked for another child', async () => {
    const words = ['opt-out', 'add', '07700 900124', '--player', 'Ava', '--why', 'A court order'];
    await at([...words, '--rehearse']);
    const exporting = ['history', '07700 900124', '--export'];
    await at([...exporting, folder, '--player', 'Ava']);
    expect(read('data.json')).toContain('A court order');
    const list = aCsv([{ ...OTHER_PARENT, player_first_name: 'Dee' }]);
    await at(['send', list, '--rehearse'], { stdin: 'y\n' });
    folder = join(aFolder(), 'dee');
    await at([...exporting, folder, '--player', 'Dee']);
    expect(kinds()).not.toContain('opt_out');
    expect(withoutIds(read('data.json'))).not.toMatch(/court order|Ava/u);
  });

  it('says so where the number has no such child', async () => {
    const ran = await at(['history', NUMBER, '--export', folder, '--player', 'Zed', '--json']);
    expect(ran.exitCode).toBe(2);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'player_not_found' } });
    expect(existsSync(folder)).toBe(false);
  });

  it('overwrites nothing, and writes into no folder that is there', async () => {
    mkdirSync(folder);
    const ran = await at(['history', NUMBER, '--export', folder, '--json']);
    expect(ran.exitCode).toBe(2);
    expect(documentIn(ran)).toMatchObject({ error: { code: 'export_exists' } });
    expect(readdirSync(folder)).toEqual([]);
    const nowhere = await at(['history', NUMBER, '--export', join(folder, 'a', 'b'), '--json']);
    expect(documentIn(nowhere)).toMatchObject({ error: { code: 'export_unwritable' } });
  });

  it('writes nothing where nothing is kept', async () => {
    const ran = await at(['history', '07700 900555', '--export', folder]);
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout).toContain('nothing is kept');
    expect(existsSync(folder)).toBe(false);
  });

  it('counts what it wrote in JSON', async () => {
    expect(documentIn(await at(['history', NUMBER, '--export', folder, '--json']))).toEqual({
      schema: 1,
      command: 'history',
      number: JANE,
      player: null,
      export: {
        folder,
        page: 'page.html',
        data: 'data.json',
        items: expect.objectContaining({ message: 2, reply: 1, opt_out: 1, player: 2 }),
      },
    });
  });

  it("has of the messages that name a manager's number nothing of the families", async () => {
    const row = {
      ...AVA,
      team_manager_1_full_name: 'Zoe Quill',
      team_manager_1_tel: '07700 900555',
    };
    const list = aCsv([{ ...row, player_first_name: 'Dee', parent_tel: '07700 900130' }]);
    await at(['send', list, '--rehearse'], { stdin: 'y\n' });
    await at(['history', '07700 900555', '--export', folder]);
    expect(exported().items.filter(({ kind }) => kind === 'mention')).toMatchObject([
      { data: { manager: 'Zoe Quill', manager_number: '07700 900555', team: 'Panthers u11s' } },
    ]);
    const mention = JSON.stringify(exported().items.filter(({ kind }) => kind === 'mention'));
    expect(mention).not.toMatch(/Petra|Dee|Hartley/u);
  });

  it.each([[['--export', 'x']], [[NUMBER, '--player', 'Ava']]])(
    'is wrong usage with %j',
    async (words) => {
      expect((await at(['history', ...words])).exitCode).toBe(2);
    },
  );

  it('keeps the opt-out, and changes nothing', async () => {
    const before = readFileSync(join(home, 'rehearsal.db'));
    await at(['history', NUMBER, '--export', folder]);
    expect(readFileSync(join(home, 'rehearsal.db')).equals(before)).toBe(true);
    const optOuts = openOptOuts(join(home, 'rehearsal.db'), 'rehearsal');
    expect(await optOuts.has([JANE])).toEqual(new Set([JANE]));
    await optOuts.close();
  });
});

/** Every text in the documents of a ledger and in the simulator's messages, as JSON writes it. */
function valuesIn(file: string): ReadonlySet<string> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const documents = database
      .prepare('SELECT doc FROM items UNION ALL SELECT message FROM simulated_messages')
      .all();
    return new Set(documents.flatMap(({ doc }) => textsIn(JSON.parse(String(doc)))));
  } finally {
    database.close();
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [JSON.stringify(value).slice(1, -1)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function bytesOf(file: string): string {
  const files = [file, `${file}-wal`].filter((one) => existsSync(one));
  return files.map((one) => readFileSync(one, 'utf8')).join('\n');
}
