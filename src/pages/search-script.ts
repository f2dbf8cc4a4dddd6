/**
 * Leaves the families that fit what is typed: every word has to be found in the names, the teams or
 * the rows, or its digits in the number. Without it the page is the whole list.
 */
export const SEARCH_SCRIPT = `
'use strict';
(() => {
  const search = document.querySelector('.search');
  const box = search.querySelector('input');
  const found = document.getElementById('found');
  const list = document.querySelector('main');
  const fold = (text) =>
    text.normalize('NFKD').replace(/\\p{M}/gu, '').replace(/[\\u2018\\u2019]/gu, "'").toLowerCase();
  const digitsIn = (text) => text.replace(/\\D/gu, '');
  const families = [...document.querySelectorAll('.family')].map((section) => ({
    section,
    text: fold([...section.querySelectorAll('.searched')].map((part) => part.textContent).join(' ')),
    numbers: section.dataset.numbers,
  }));
  const fits = (query) => {
    const isNumber = /^[\\d\\s+()-]*$/u.test(query) && digitsIn(query).length > 2;
    if (isNumber) return ({ numbers }) => numbers.includes(digitsIn(query));
    const words = fold(query).split(/\\s+/u);
    return ({ text, numbers }) =>
      words.every((word) => text.includes(word) || (/^\\+?\\d{3,}$/u.test(word) && numbers.includes(digitsIn(word))));
  };
  const narrow = () => {
    const query = box.value.trim();
    const fit = query === '' ? () => true : fits(query);
    let shown = 0;
    for (const family of families) {
      const isShown = fit(family);
      if (isShown) shown += 1;
      family.section.hidden = !isShown;
    }
    search.classList.toggle('narrows', query !== '');
    const all = families.length === 1 ? '1 family' : families.length + ' families';
    // Whoever searches from far down wants to see the first that fits.
    if (list.getBoundingClientRect().top < 0) list.scrollIntoView();
    found.textContent = query === '' ? all : shown === 0 ? 'No family fits' : shown + ' of ' + all;
  };
  search.hidden = false;
  box.addEventListener('input', narrow);
  if (box.value !== '') narrow();
})();
`;
