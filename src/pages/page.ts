import { createHash } from 'node:crypto';
import { FRAME_STYLE } from './frame-style.ts';
import { html, trusted, type Html } from './html.ts';

export type PageParts = {
  readonly title: string;
  /** What kind of page it is, so that a later run knows it as its own: `preview`. */
  readonly kind: string;
  /** Beside the style that all pages share. */
  readonly style: string;
  /** Runs once the page is there. */
  readonly script: string;
  readonly body: Html;
};

/**
 * A whole page in one text. It asks for nothing from anywhere: its policy allows the one style and
 * the one script that stand in it, by their hashes, and nothing else at all.
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

/** How every page of this kind begins, whatever version wrote it. */
export function firstLinesOf(kind: string): string {
  return `<!doctype html>\n<!-- urmston-invite: ${kind} -->\n`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
