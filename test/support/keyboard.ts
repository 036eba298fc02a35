import type { Locator, Page } from 'playwright-core';

const MOST_TABS = 120;
const IS_LOST = `document.activeElement === null || document.activeElement === document.body`;
/** Whether somebody can see what has the focus: a ring, a shadow, or the border of a field. */
const IS_SEEN = `(() => {
  const element = document.activeElement;
  const shown = element.matches('input, select, textarea') && element.labels?.length ? [element, ...element.labels] : [element];
  return element.matches(':focus-visible') && [...shown, element.parentElement].some((each) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(each);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none' || (each.matches('input, textarea') && borderColor !== '');
  });
})()`;

/** Somebody who has no mouse: the Tab key, Enter, the space bar, arrows and letters. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  /** Goes on with Tab until this has the focus; throws where the focus is lost, is not to be seen, or never comes there. */
  async to(target: Locator): Promise<void> {
    await target.first().waitFor({ state: 'attached' });
    for (let tabs = 0; tabs < MOST_TABS; tabs++) {
      if (await this.isAt(target)) {
        if (!(await this.page.evaluate<boolean>(IS_SEEN))) throw new Error(`the focus is there and nobody can see it: ${String(target)}`);
        return;
      }
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab never comes to ${String(target)}; it is at ${await this.where()}`);
  }

  /** Enter, where the focus must not be lost by what it does. */
  async press(target: Locator, key = 'Enter'): Promise<void> {
    await this.to(target);
    await this.page.keyboard.press(key);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.to(target);
    await this.page.keyboard.type(text);
  }

  async isAt(target: Locator): Promise<boolean> {
    return (await target.first().and(this.page.locator(':focus')).count()) > 0;
  }

  /** Whether nothing has the focus, so that the next Tab would begin at the top. */
  async isLost(): Promise<boolean> {
    return this.page.evaluate<boolean>(IS_LOST);
  }

  async where(): Promise<string> {
    return this.page.evaluate<string>(`document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing'`);
  }
}
