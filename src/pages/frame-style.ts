/** What every page looks like: colours for light and dark, letters, focus, paper. */
export const FRAME_STYLE = `
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
