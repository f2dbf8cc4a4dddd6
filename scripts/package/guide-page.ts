import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Marked } from 'marked';

/** The pages of `docs/` that the guide of a download consists of, in order. */
const CHAPTERS = [
  'start.md',
  'lists.md',
  'guide.md',
  'rehearsal.md',
  'first-real-send.md',
  'settings.md',
  'exit-codes.md',
  'glossary.md',
] as const;

/** The guide as one page that needs no network: the chapters with links between them. */
export function guidePage(version: string, folder = 'docs'): string {
  const chapters = CHAPTERS.map((name) => ({
    name,
    text: readFileSync(join(folder, name), 'utf8'),
  }));
  const contents = chapters.map(
    ({ name, text }) => `<li><a href="#${idOf(name)}">${escaped(titleOf(text))}</a></li>`,
  );
  const bodies = chapters.map(
    ({ name, text }) => `<section id="${idOf(name)}">\n${htmlOf(name, text)}</section>`,
  );
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Urmston Invite: the guide</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<nav aria-label="Contents">
<ul>
${contents.join('\n')}
</ul>
<p>Version ${escaped(version)}</p>
</nav>
${bodies.join('\n')}
</main>
</body>
</html>
`;
}

const STYLE = `
  :root { color-scheme: light dark }
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 }
  main { max-width: 46rem; margin: 0 auto; padding: 1rem }
  section { border-top: 1px solid #8888; margin-top: 3rem }
  pre { overflow-x: auto; padding: .75rem; background: #8882; font-size: .875rem }
  code { font-family: ui-monospace, monospace; overflow-wrap: anywhere }
  pre code { overflow-wrap: normal }
  table { border-collapse: collapse; display: block; overflow-x: auto }
  th, td { border: 1px solid #8888; padding: .25rem .5rem; text-align: left; vertical-align: top }
`;

function htmlOf(chapter: string, text: string): string {
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: title }) {
        const id = `${idOf(chapter)}-${slugOf(title)}`;
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const target = targetOf(chapter, href);
        return target === null ? inner : `<a href="${escaped(target)}">${inner}</a>`;
      },
    },
  });
  // Comments mark the tables that are made from the code.
  return marked.parse(text.replaceAll(/<!--.*?-->\n?/gsu, ''), { async: false });
}

/** Where a link leads on the page. Null for files that are not in the download. */
function targetOf(chapter: string, href: string): string | null {
  if (/^https?:/u.test(href)) return href;
  const [file = '', title = ''] = href.split('#');
  const name = file === '' ? chapter : basename(file);
  if (!CHAPTERS.some((known) => known === name)) return null;
  return title === '' ? `#${idOf(name)}` : `#${idOf(name)}-${title}`;
}

function idOf(chapter: string): string {
  return chapter.replace(/\.md$/u, '');
}

function titleOf(text: string): string {
  return /^# (?<title>.+)$/mu.exec(text)?.groups?.['title'] ?? '';
}

/** The anchor that GitHub gives a heading, which the links in `docs/` use. */
function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number} -]/gu, '')
    .replaceAll(' ', '-');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
