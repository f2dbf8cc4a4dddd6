import { describe, expect, it } from '@jest/globals';
import type { Item } from '../../../../src/adapters/storage/port/store.ts';
import { tableUnderTest } from './dynamo-table-under-test.ts';

const KEY = { pk: 'live#message#a', sk: 'message' };
const ITEM: Item = { ...KEY, doc: { state: 'approved' } };

const on = tableUnderTest();

describe('an item in the table', () => {
  it('has its document as one text, and each place in the attributes of its index', async () => {
    const places = {
      list: ['live#messages', '2026-27#2026-07-15'],
      person: ['live#whatsapp:+447700900123', '2026-07-15T18:42:00.000Z'],
      due: ['live#open', '2026-07-15T18:43:00.000Z'],
    } as const;
    await on.store.commit([{ ...ITEM, places, expiresAt: 1_800_000_000 }]);
    expect(await on.server.items(on.place)).toEqual([
      {
        ...KEY,
        doc: '{"state":"approved"}',
        version: 'version-1',
        expiresAt: 1_800_000_000,
        listIn: 'live#messages',
        listAt: '2026-27#2026-07-15',
        sinceIn: 'live#whatsapp:+447700900123',
        sinceAt: '2026-07-15T18:42:00.000Z',
        openIn: 'live#open',
        openSince: '2026-07-15T18:43:00.000Z',
      },
    ]);
  });

  it('loses places and expiry if it is written without them', async () => {
    await on.store.commit([{ ...ITEM, places: { due: ['open', '1'] }, expiresAt: 1_800_000_000 }]);
    await on.store.commit([ITEM]);
    expect(await on.server.items(on.place)).toEqual([
      { ...KEY, doc: '{"state":"approved"}', version: 'version-2' },
    ]);
  });

  it.each([
    ['no text', { doc: { state: 'approved' }, version: 'v' }],
    ['no JSON', { doc: '{"state":', version: 'v' }],
    ['without a version', { doc: '{}' }],
  ])('whose document is %s is damaged', async (_what, attributes) => {
    await on.server.put(on.place, { ...KEY, ...attributes });
    await expect(on.store.get(KEY)).rejects.toMatchObject({
      problem: { code: 'ledger_unavailable', file: on.place.table, reason: 'damaged' },
    });
  });
});

describe('several writes', () => {
  it('are done in order up to the first that is refused, and those before it stay', async () => {
    await on.store.commit([{ ...ITEM, expected: null }]);
    const asked = on.asked();
    const isDone = await on.store.commit([
      { pk: 'signpost', sk: '1', doc: {}, expected: null },
      { ...KEY, gone: true, expected: 'another version' },
      { pk: 'signpost', sk: '2', doc: {}, expected: null },
    ]);
    expect(isDone).toBe(false);
    expect(asked()).toEqual(['PutItem', 'DeleteItem']);
    expect((await on.server.items(on.place)).map(({ pk, sk }) => [pk, sk])).toEqual(
      expect.arrayContaining([
        ['signpost', '1'],
        [KEY.pk, KEY.sk],
      ]),
    );
    expect(await on.store.get({ pk: 'signpost', sk: '2' })).toBeNull();
  });

  it('are not begun if one item is too large for DynamoDB', async () => {
    const large = { pk: 'large', sk: '1', doc: 'x'.repeat(400 * 1024) };
    await expect(on.store.commit([ITEM, large])).rejects.toMatchObject({
      problem: { code: 'ledger_unavailable', file: on.place.table, reason: 'too_large' },
    });
    expect(await on.server.items(on.place)).toEqual([]);
  });
});

describe('an item of the largest size', () => {
  // Names and values of pk, sk, doc and version, with the quotes of JSON.
  const OTHERWISE = 'pk'.length + 'sk'.length + 'doc'.length + 'version'.length + 'large1""'.length;

  it.each([
    ['ASCII', 'x', 1],
    ['other letters', 'é', 2],
  ])('is written, and one byte more is too large: %s', async (_what, letter, bytes) => {
    const room = 400 * 1024 - OTHERWISE - 'version-1'.length;
    const text = `${'x'.repeat(room % bytes)}${letter.repeat(Math.floor(room / bytes))}`;
    const item = { pk: 'large', sk: '1' };
    expect(await on.store.commit([{ ...item, doc: text }])).toBe(true);
    expect((await on.store.get(item))?.doc).toBe(text);
    await expect(on.store.commit([{ ...item, doc: `${text}x` }])).rejects.toMatchObject({
      problem: { reason: 'too_large' },
    });
  });

  it.each([
    ['partition key', { pk: 'é'.repeat(1024), sk: 's' }, { pk: `${'é'.repeat(1024)}x`, sk: 's' }],
    ['sort key', { pk: 'p', sk: 'é'.repeat(512) }, { pk: 'p', sk: `${'é'.repeat(512)}x` }],
    [
      'sort key of an index',
      { pk: 'p', sk: 's', places: { due: ['due', 'é'.repeat(512)] } },
      { pk: 'p', sk: 's', places: { due: ['due', `${'é'.repeat(512)}x`] } },
    ],
  ] as const)('can have this %s, and no longer one', async (_what, longest, longer) => {
    expect(await on.store.commit([{ ...longest, doc: {} }])).toBe(true);
    await expect(on.store.commit([{ ...longer, doc: {} }])).rejects.toMatchObject({
      problem: { reason: 'too_large' },
    });
  });
});

describe('a write whose response was lost, and that the SDK repeats', () => {
  it.each([
    ['a new item', null],
    ['a new version', 'as read'],
    ['without a condition', undefined],
  ] as const)('is done: %s', async (_what, expected) => {
    if (expected === 'as read') await on.other.commit([ITEM]);
    const version = expected === 'as read' ? await on.versionAt(KEY) : expected;
    on.proxy.loseNext('PutItem');
    const write = { ...KEY, doc: { state: 'sending' } };
    const next = { pk: 'next', sk: '1', doc: {} };
    const asked = on.asked();
    expect(
      await on.store.commit([
        version === undefined ? write : { ...write, expected: version },
        next,
      ]),
    ).toBe(true);
    expect(asked().filter((operation) => operation === 'PutItem')).toHaveLength(3);
    expect(await on.other.get(KEY)).toMatchObject({ doc: write.doc, version: 'version-1' });
    expect(await on.other.get(next)).not.toBeNull();
  });

  it('is done even without any response, if the item has its version', async () => {
    for (let lost = 0; lost < 3; lost += 1) on.proxy.loseNext('PutItem');
    expect(await on.store.commit([{ ...ITEM, expected: null }])).toBe(true);
    expect(await on.versionAt(KEY)).toBe('version-1');
  });

  it('fails as unreachable if there is no response and the item has another version', async () => {
    await on.other.commit([ITEM]);
    for (let lost = 0; lost < 3; lost += 1) on.proxy.loseNext('PutItem');
    await expect(on.store.commit([{ ...ITEM, expected: 'long gone' }])).rejects.toMatchObject({
      problem: { reason: 'aws_unreachable' },
    });
  });

  it('is refused if the item was never as expected', async () => {
    await on.other.commit([ITEM]);
    on.proxy.loseNext('PutItem');
    expect(await on.store.commit([{ ...ITEM, expected: null }])).toBe(false);
  });

  it('is refused if another process has overwritten the item since', async () => {
    on.proxy.loseNext('PutItem');
    const first = on.proxy.holdNext('PutItem');
    const done = on.store.commit([{ ...ITEM, expected: null }]);
    await first.reached;
    const second = on.proxy.holdNext('PutItem');
    first.release();
    await second.reached;
    const later = { ...KEY, doc: { state: 'sending' }, expected: 'version-1' };
    expect(await on.other.commit([later])).toBe(true);
    second.release();
    expect(await done).toBe(false);
    expect(await on.other.get(KEY)).toMatchObject({ doc: later.doc });
  });

  it.each([
    ['of one version', true],
    ['without a condition', false],
  ])('is done if it is a deletion %s', async (_what, isOfVersion) => {
    await on.other.commit([ITEM]);
    on.proxy.loseNext('DeleteItem');
    const expected = isOfVersion ? { expected: await on.versionAt(KEY) } : {};
    expect(await on.store.commit([{ ...KEY, gone: true, ...expected }])).toBe(true);
    expect(await on.other.get(KEY)).toBeNull();
  });

  it('is done if it is a deletion without a response and the item does not exist', async () => {
    await on.other.commit([ITEM]);
    for (let lost = 0; lost < 3; lost += 1) on.proxy.loseNext('DeleteItem');
    const expected = await on.versionAt(KEY);
    expect(await on.store.commit([{ ...KEY, gone: true, expected }])).toBe(true);
  });

  it('is refused if it is a deletion of an earlier version', async () => {
    await on.other.commit([ITEM]);
    on.proxy.loseNext('DeleteItem');
    expect(await on.store.commit([{ ...KEY, gone: true, expected: 'long gone' }])).toBe(false);
    expect(await on.other.get(KEY)).not.toBeNull();
  });
});

describe('a write that is refused at the first request', () => {
  it.each([
    ['a put', 'PutItem', ITEM],
    ['a deletion', 'DeleteItem', { ...KEY, gone: true }],
  ] as const)('sends no further request: %s', async (_what, operation, write) => {
    const asked = on.asked();
    expect(await on.store.commit([{ ...write, expected: 'never there' }])).toBe(false);
    expect(asked()).toEqual([operation]);
  });
});

describe('of fifty concurrent writes to one item through two connections, one', () => {
  it.each([
    ['makes it', null],
    ['writes its next version', 'as read'],
  ] as const)('%s', async (_what, expected) => {
    if (expected === 'as read') await on.other.commit([ITEM]);
    const version = expected === 'as read' ? await on.versionAt(KEY) : expected;
    const done = await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        const by = at % 2 === 0 ? on.store : on.other;
        return await by.commit([{ ...KEY, doc: { at }, expected: version }]);
      }),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    expect((await on.other.get(KEY))?.doc).toEqual({ at: done.indexOf(true) });
  });

  it('deletes it', async () => {
    await on.other.commit([ITEM]);
    const expected = await on.versionAt(KEY);
    const done = await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        const by = at % 2 === 0 ? on.store : on.other;
        return await by.commit([{ ...KEY, gone: true, expected }]);
      }),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
  });
});
