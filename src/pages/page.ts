import { createHash } from 'node:crypto';
import { html, trusted, type Html } from './html.ts';

export type PageParts = {
  readonly title: string;
  /** The kind of page, as `preview`, by which a later run recognises a file that it may overwrite. */
  readonly kind: string;
  /** CSS in addition to the style that all pages share. */
  readonly style: string;
  /** JavaScript that runs at the end of the body. */
  readonly script: string;
  readonly body: Html;
};

/**
 * A complete HTML document that loads nothing: its Content-Security-Policy allows its own style and script,
 * by their hashes, and nothing else.
 */
export function page({ title, kind, style, script, body }: PageParts): string {
  const styles = `${FRAME_STYLE}${style}`;
  const policy = `default-src 'none'; style-src ${hashOf(styles)}; script-src ${hashOf(script)}; base-uri 'none'; form-action 'none'`;
  const { markup } = html`<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex, nofollow">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<style>${trusted(styles)}</style>
</head>
<body>
${body}
<script>${trusted(script)}</script>
</body>
</html>
`;
  return `${firstLinesOf(kind)}${markup}`;
}

/** The first lines of every page of this kind. They are the same in every version of the tool. */
export function firstLinesOf(kind: string): string {
  return `<!doctype html>\n<!-- urmston-invite: ${kind} -->\n`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The style of every page: colours for light and dark, fonts, focus, print. */
const FRAME_STYLE = `
:root {
  color-scheme: light dark;
  --ink: #17211d; --quiet: #4c5a54; --paper: #f7f9f8; --card: #ffffff; --line: #cdd6d1;
  --edge: #7a8781; --accent: #0b6349; --wall: #dfe9e3; --bubble: #ffffff;
  --odd: #fff1d6; --odd-ink: #6b3d00; --odd-line: #d9a23f; --focus: #0b57d0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e8eeeb; --quiet: #aab8b1; --paper: #111816; --card: #18211e; --line: #33403a;
    --edge: #84928b; --accent: #74d6b3; --wall: #0b1210; --bubble: #25332d;
    --odd: #392a10; --odd-ink: #ffd596; --odd-line: #8a6a2c; --focus: #8ab4ff;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Open Sans", sans-serif;
}
h1, h2, h3, p, ul, dl, dd { margin: 0; padding: 0; }
ul { list-style: none; }
h1 { font-size: 1.75rem; line-height: 1.2; }
h2 { font-size: 1.15rem; line-height: 1.3; }
h3 { font-size: 1rem; line-height: 1.4; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[hidden] { display: none !important; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.quiet { color: var(--quiet); }
.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
@page { size: A4; margin: 14mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; } }
@media print {
  :root { --paper: #fff; --card: #fff; --wall: #fff; --bubble: #fff; --odd: #fff; --odd-ink: #000; --ink: #000; --quiet: #333; --line: #999; }
  html { font-size: 8.5pt; }
  body { line-height: 1.35; }
}
`;
