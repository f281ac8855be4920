import type { Page } from '@playwright/test';
import { messages as en } from '@/lib/i18n/messages/en/messages';
import { messages as zh } from '@/lib/i18n/messages/zh/messages';

type Words = { [key: string]: string | Words };

/** English texts that differ in Chinese and have no placeholder. */
const english = new Set(differing(en as Words, zh as Words));

function differing(one: Words, other: Words): string[] {
  return Object.entries(one).flatMap(([key, words]) => {
    const theirs = other[key];
    if (typeof words !== 'string') return typeof theirs === 'object' ? differing(words, theirs) : [];
    return words === theirs || /[{<]/.test(words) ? [] : [words];
  });
}

/** English texts on a Chinese page, visible or for a screen reader. */
export async function englishLeftOvers(page: Page): Promise<string[]> {
  const shown = await page.evaluate(() => {
    const texts: string[] = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement?.closest('script, style, [lang]:not(html)')) texts.push(node.nodeValue ?? '');
    }
    for (const element of document.body.querySelectorAll('*')) {
      for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'aria-description']) {
        const text = element.getAttribute(name);
        if (text) texts.push(text);
      }
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
  return [...new Set(shown.filter((text) => english.has(text)))];
}
