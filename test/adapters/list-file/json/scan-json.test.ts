import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { scanJson } from '../../../../src/adapters/list-file/json/scan-json.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('scanning JSON text', () => {
  it('accepts exactly what JSON.parse accepts', () => {
    const piece = fc.constantFrom(
      ...'{}[],:"\\ 0123456789.-+eEtruefalsn\n\u0001'.split(''),
      '"a"',
      '1',
      'null',
    );
    const fragments = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const whole = fc.json();
    const withInsertion = fc
      .tuple(fc.json(), fc.nat(), piece)
      .map(
        ([text, at, put]) =>
          text.slice(0, at % (text.length + 1)) + put + text.slice(at % (text.length + 1)),
      );
    fc.assert(
      fc.property(fc.oneof(fragments, whole, withInsertion), (text) => {
        expect(scanJson(text).fault === null).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('reports a fault no later than the first invalid character', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, at) => {
        const start = text.slice(0, at % text.length);
        const { fault } = scanJson(`${start}\u0001`);
        expect(fault).toBeLessThanOrEqual(start.length);
      }),
    );
  });

  it('reports repeated keys, with their offset and object', () => {
    expect(scanJson('[{"a": 1}, {"a": 1, "b": {"c": 0, "c": 0}, "a": 2}]')).toEqual({
      fault: null,
      doubled: [
        { path: [1, 'b'], key: 'c', at: 34 },
        { path: [1], key: 'a', at: 43 },
      ],
    });
  });

  it('ignores repeated keys below a record, where no field is', () => {
    const doubled = '{"a": 1, "a": 2}';
    expect(scanJson(`{"records": [${doubled}]}`).doubled).toMatchObject([{ path: ['records', 0] }]);
    expect(scanJson(`{"records": [{"b": ${doubled}}]}`)).toEqual({ fault: null, doubled: [] });
  });

  it('stores no path for repeated keys at a great depth', () => {
    const [depth, keys] = [1000, 1000];
    const text = `${'['.repeat(depth)}{"":1${',"":1'.repeat(keys)}}${']'.repeat(depth)}`;
    const { fault, doubled } = scanJson(text);
    expect([fault, doubled.length]).toEqual([null, 0]);
  });

  it('accepts a value of several megabytes', () => {
    expect(scanJson(JSON.stringify('a "quoted"\n line '.repeat(200_000)))).toEqual({
      fault: null,
      doubled: [],
    });
  });
});
