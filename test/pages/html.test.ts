import { describe, expect, it } from '@jest/globals';
import { html, trusted } from '../../src/pages/html.ts';

describe('html', () => {
  it.each([
    ['a tag', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['the end of an attribute', `" onload='x`, '&quot; onload=&apos;x'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['letters of any alphabet', 'Zoë ليلى 👩‍👧', 'Zoë ليلى 👩‍👧'],
    ['a mark that turns the direction', 'a\u202Eb\u2066c\u061Cd', 'a\uFFFDb\uFFFDc\uFFFDd'],
    ['a control character', 'a\u0000b\u001B[2Jc\u0085d', 'a\uFFFDb\uFFFD[2Jc\uFFFDd'],
    ['half a character', 'a\uD83Db', 'a\uFFFDb'],
    ['a line break', 'a\nb', 'a\nb'],
  ])('makes text of %s', (_what, value, written) => {
    expect(html`<p title="${value}">${value}</p>`.markup).toBe(
      `<p title="${written}">${written}</p>`,
    );
  });

  it('takes markup of its own as it is, one piece or many, and numbers, and nothing', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}</ul>${1}${null}${html`<hr>`}${trusted('<br>')}`.markup).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li></ul>1<hr><br>',
    );
  });
});
