import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const DIAGRAMS = globSync('docs/*.md').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/```mermaid\n(?<text>.*?)```/gsu)].map(
    ({ groups }, at): readonly [string, string] => [`${file}, ${at + 1}`, groups?.['text'] ?? ''],
  ),
);

const LINES = [
  /^sequenceDiagram$/u,
  /^participant (?<name>\w+) as \S.*$/u,
  /^(?<from>\w+)-?->>(?<to>\w+): \S.*$/u,
  /^Note over (?<from>\w+)(?:,(?<to>\w+))?: \S.*$/u,
  /^(?:alt|else|loop|opt|end)\b.*$/u,
];

// As far as it can be told without a browser: a semicolon, for one, would end a statement.
describe('a diagram', () => {
  it.each(DIAGRAMS)(
    'in %s has lines that Mermaid knows, between those who take part',
    (_, text) => {
      const lines = text.trim().split('\n');
      expect(lines[0]).toBe('sequenceDiagram');
      const named = new Set<string>();
      for (const line of lines.map((one) => one.trim())) {
        const match = LINES.map((form) => form.exec(line)).find((found) => found !== null);
        expect([line, match === undefined]).toEqual([line, false]);
        expect(line).not.toMatch(/[;#]/u);
        const { name, from, to } = match?.groups ?? {};
        if (name !== undefined) named.add(name);
        for (const one of [from, to]) if (one !== undefined) expect(named).toContain(one);
      }
    },
  );

  it('is there for the service, and for the service on AWS', () => {
    expect(DIAGRAMS.map(([where]) => where)).toEqual(
      expect.arrayContaining(['docs/deployment.md, 1', 'docs/service.md, 1']),
    );
  });
});
