import { describe, expect, it } from '@jest/globals';
import { PAGES } from './pages.ts';

type Diagram = { readonly where: string; readonly lines: readonly string[] };

const DIAGRAMS = PAGES.flatMap(({ file, text }) =>
  [...text.matchAll(/```mermaid\n(?<text>.*?)```/gsu)].map(({ groups }, at): Diagram => ({
    where: `${file}, ${at + 1}`,
    lines: (groups?.['text'] ?? '')
      .trim()
      .split('\n')
      .map((line) => line.trim()),
  })),
);

/** The valid lines of each kind of diagram, with the participants that they name. */
const FORMS: { readonly [kind: string]: readonly RegExp[] } = {
  sequenceDiagram: [
    /^participant (?<name>\w+) as \S.*$/u,
    /^(?<from>\w+)-?->>(?<to>\w+): \S.*$/u,
    /^Note over (?<from>\w+)(?:,(?<to>\w+))?: \S.*$/u,
    /^(?:alt|else|loop|opt|end)\b.*$/u,
  ],
  'flowchart LR': [
    /^(?<name>\w+)\["[^"]+"\] --> (?<second>\w+)\["[^"]+"\]$/u,
    /^(?<from>\w+) --> (?<name>\w+)\["[^"]+"\]$/u,
    /^(?<from>\w+) --> (?<to>\w+)$/u,
  ],
};

// A check of the syntax without a browser. A semicolon would end a statement.
describe('a diagram', () => {
  it.each(DIAGRAMS)(
    'in $where has valid Mermaid lines, between declared participants',
    ({ lines: [kind = '', ...lines] }) => {
      const forms = FORMS[kind] ?? [];
      expect(forms).not.toHaveLength(0);
      const named = new Set<string>();
      for (const line of lines) {
        const match = forms.map((form) => form.exec(line)).find((found) => found !== null);
        expect([line, match === undefined]).toEqual([line, false]);
        expect(line).not.toMatch(/[;#]/u);
        const { name, second, from, to } = match?.groups ?? {};
        for (const one of [from, to]) if (one !== undefined) expect(named).toContain(one);
        for (const one of [name, second]) if (one !== undefined) named.add(one);
      }
    },
  );

  it('exists for the layers, the service, and the service on AWS', () => {
    expect(DIAGRAMS.map(({ where }) => where)).toEqual(
      expect.arrayContaining([
        'docs/architecture.md, 1',
        'docs/deployment.md, 1',
        'docs/service.md, 1',
      ]),
    );
  });
});
